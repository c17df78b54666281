package io.callrouter.provider.twilio;

import io.callrouter.call.Outcome.Kind;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's {@code DialCallStatus}, and what each of its values means to a flow.
 *
 * <p>Twilio has one word for several ways not to be reached; the SIP status of the far end, where
 * Twilio passes it on, tells them apart.
 */
enum DialStatus {
  COMPLETED("completed", Kind.DONE),
  /** What a conference comes out as. */
  ANSWERED("answered", Kind.DONE),
  BUSY("busy", Kind.BUSY),
  NO_ANSWER("no-answer", Kind.NO_ANSWER),
  FAILED("failed", Kind.FAILED),
  CANCELED("canceled", Kind.CANCELED);

  /** RFC 3261 §21, RFC 8197 (607), RFC 8688 (608); what is not here is as Twilio's word says. */
  private static final Map<Integer, Kind> BY_SIP_STATUS =
      Map.of(
          403, Kind.DECLINED,
          603, Kind.DECLINED,
          607, Kind.DECLINED,
          608, Kind.DECLINED,
          486, Kind.BUSY,
          600, Kind.BUSY,
          408, Kind.NO_ANSWER,
          480, Kind.NO_ANSWER);

  private final String word;
  private final Kind kind;

  DialStatus(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** How a dial came out whose status is that. */
  static Kind kindOf(String word, @Nullable Integer sipStatus) {
    Kind kind =
        Arrays.stream(values())
            .filter(status -> status.word.equals(word))
            .findFirst()
            .map(status -> status.kind)
            .orElse(Kind.FAILED);
    boolean unreached = kind == Kind.BUSY || kind == Kind.NO_ANSWER || kind == Kind.FAILED;
    return unreached && sipStatus != null ? BY_SIP_STATUS.getOrDefault(sipStatus, kind) : kind;
  }

  /** Why a dial failed, for a person to read; empty if it did not. */
  static String reason(Kind kind, String word, @Nullable Integer sipStatus) {
    if (kind != Kind.FAILED) {
      return "";
    }
    return "the dial ended as "
        + (word.isEmpty() ? "nothing Twilio has a word for" : word)
        + (sipStatus == null ? "" : ", SIP status " + sipStatus);
  }
}
