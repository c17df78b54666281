package io.callrouter.provider.twilio;

import io.callrouter.call.Outcome;
import io.callrouter.call.Outcome.Detail;
import io.callrouter.call.Outcome.Kind;
import io.callrouter.call.Recording;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads how an action came out from the request that asks what is next. */
final class ActionOutcome {
  /** What stands in {@code Digits} when the caller ended a recording by hanging up. */
  private static final String HUNG_UP = "hangup";

  private ActionOutcome() {}

  static Outcome of(String kind, Form form) {
    return switch (kind) {
      case "gather" -> gathered(form);
      case "record" -> recorded(form);
      case "dial", "conference" -> joined(form);
      default -> Outcome.done();
    };
  }

  private static Outcome gathered(Form form) {
    String said = form.text("SpeechResult");
    if (!form.text("Digits").isEmpty() || said.isBlank()) {
      return Outcome.digits(form.text("Digits"));
    }
    return new Outcome(
        Kind.DONE, said, "", null, null, details(form, Map.of("Confidence", Detail.CONFIDENCE)));
  }

  private static Outcome recorded(Form form) {
    Recording recording = RecordingReport.of(form);
    String key = form.text("Digits").equals(HUNG_UP) ? "" : form.text("Digits");
    return recording == null || Duration.ZERO.equals(recording.duration())
        ? new Outcome(Kind.TIMED_OUT, "", key, null, null, Map.of())
        : new Outcome(Kind.DONE, "", key, recording.duration(), recording, Map.of());
  }

  private static Outcome joined(Form form) {
    String word = form.text("DialCallStatus");
    Integer sipStatus = form.sipStatus("DialSipResponseCode");
    Kind kind = DialStatus.kindOf(word, sipStatus);
    return new Outcome(
        kind,
        DialStatus.reason(kind, word, sipStatus),
        "",
        form.seconds("DialCallDuration"),
        RecordingReport.of(form),
        details(
            form,
            Map.of(
                "DialCallSid", Detail.CARRIER_ID,
                "DialSipResponseCode", Detail.SIP_STATUS,
                "DialBridged", "DialBridged")));
  }

  /** Our names of details by Twilio's names. */
  private static Map<String, String> details(Form form, Map<String, String> names) {
    Map<String, String> details = new HashMap<>();
    names.forEach(
        (theirs, ours) -> {
          if (!form.text(theirs).isEmpty()) {
            details.put(ours, form.text(theirs));
          }
        });
    return details;
  }
}
