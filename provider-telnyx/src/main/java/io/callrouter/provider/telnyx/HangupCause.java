package io.callrouter.provider.telnyx;

import io.callrouter.call.EndCause;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Telnyx's {@code hangup_cause}, and what each of its values means to the router.
 *
 * <p>Some of its words stand for several ways to end; the SIP status, where Telnyx gives one, tells
 * them apart.
 */
enum HangupCause {
  NORMAL_CLEARING("normal_clearing", EndCause.COMPLETED, true),
  CALL_REJECTED("call_rejected", EndCause.DECLINED, true),
  ORIGINATOR_CANCEL("originator_cancel", EndCause.CANCELED, false),
  /** Nobody answered within the dial's time; the SIP status is that of the cancelled INVITE. */
  TIMEOUT("timeout", EndCause.NO_ANSWER, false),
  TIME_LIMIT("time_limit", EndCause.TOO_LONG, false),
  USER_BUSY("user_busy", EndCause.BUSY, false),
  NOT_FOUND("not_found", EndCause.FAILED, false),
  NO_ANSWER("no_answer", EndCause.NO_ANSWER, false),
  /** Also for words that nobody has heard of. */
  UNSPECIFIED("unspecified", EndCause.FAILED, true);

  /** RFC 3261 §21, RFC 8197 (607), RFC 8688 (608); what is not here is as Telnyx's word says. */
  private static final Map<Integer, EndCause> BY_SIP_STATUS =
      Map.of(
          403, EndCause.DECLINED,
          603, EndCause.DECLINED,
          607, EndCause.DECLINED,
          608, EndCause.DECLINED,
          486, EndCause.BUSY,
          600, EndCause.BUSY,
          408, EndCause.NO_ANSWER,
          480, EndCause.NO_ANSWER,
          487, EndCause.CANCELED);

  private static final Pattern SIP_STATUS = Pattern.compile("[1-6][0-9]{2}");
  private static final int OK = 200;

  private final String word;
  private final EndCause cause;
  private final boolean vague;

  HangupCause(String word, EndCause cause, boolean vague) {
    this.word = word;
    this.cause = cause;
    this.vague = vague;
  }

  /** Why the call of a {@code call.hangup} ended. */
  static EndCause of(WebhookEvent event) {
    return of(event.text("hangup_cause"), sipStatus(event));
  }

  /** Why a call ended that ended with that word and SIP status. */
  static EndCause of(String word, @Nullable Integer sipStatus) {
    HangupCause known =
        Arrays.stream(values())
            .filter(value -> value.word.equals(word))
            .findFirst()
            .orElse(UNSPECIFIED);
    if (sipStatus == null || !known.vague) {
      return known.cause;
    }
    return known == UNSPECIFIED && sipStatus == OK
        ? EndCause.COMPLETED
        : BY_SIP_STATUS.getOrDefault(sipStatus, known.cause);
  }

  /** The SIP status of a {@code call.hangup}, or null if it has none. */
  static @Nullable Integer sipStatus(WebhookEvent event) {
    return sipStatus(event.text("sip_hangup_cause"));
  }

  /** Reads {@code sip_hangup_cause}, a text; null if it is no status, such as "unspecified". */
  static @Nullable Integer sipStatus(String text) {
    return SIP_STATUS.matcher(text).matches() ? Integer.valueOf(text) : null;
  }
}
