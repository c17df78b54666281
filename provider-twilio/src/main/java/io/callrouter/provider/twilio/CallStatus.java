package io.callrouter.provider.twilio;

import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.spi.CarrierEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Twilio's {@code CallStatus}, and what each of its values means to the router. */
enum CallStatus {
  QUEUED("queued", CallState.INITIATED, null),
  INITIATED("initiated", CallState.INITIATED, null),
  RINGING("ringing", CallState.RINGING, null),
  IN_PROGRESS("in-progress", CallState.ANSWERED, null),
  COMPLETED("completed", CallState.ENDED, EndCause.COMPLETED),
  BUSY("busy", CallState.ENDED, EndCause.BUSY),
  NO_ANSWER("no-answer", CallState.ENDED, EndCause.NO_ANSWER),
  FAILED("failed", CallState.ENDED, EndCause.FAILED),
  CANCELED("canceled", CallState.ENDED, EndCause.CANCELED);

  private final String word;
  private final CallState state;
  private final @Nullable EndCause cause;

  CallStatus(String word, CallState state, @Nullable EndCause cause) {
    this.word = word;
    this.state = state;
    this.cause = cause;
  }

  /** The status a request carries; empty if it has none or one nobody has heard of. */
  static Optional<CallStatus> of(Form form) {
    String word = form.text("CallStatus");
    if (word.equals("answered")) {
      // The name by which one subscribes to the event; the event itself says in-progress.
      return Optional.of(IN_PROGRESS);
    }
    return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
  }

  boolean isFinal() {
    return state == CallState.ENDED;
  }

  /** What a request with this status reports of the call. */
  CarrierEvent event(Form form) {
    Instant at = form.time("Timestamp");
    if (cause == null) {
      return new CarrierEvent.Progress(state, at);
    }
    return new CarrierEvent.Ended(
        cause, word, form.sipStatus("SipResponseCode"), at, form.seconds("CallDuration"));
  }
}
