package io.callrouter.provider.telnyx;

import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.Outcome.Detail;
import io.callrouter.call.Outcome.Kind;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent.ActionEnded;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads how an action came out from the event that tells its end. */
final class ActionOutcome {
  private static final String STATUS = "status";
  private static final String HUNG_UP = "call_hangup";

  private ActionOutcome() {}

  /** The end of a text or a file. */
  static ActionEnded ofPlayback(WebhookEvent event) {
    String status = event.brief(STATUS);
    return switch (status) {
      case "", "completed" -> new ActionEnded(Outcome.done(), false);
      case HUNG_UP -> new ActionEnded(Outcome.failed("the caller hung up"), true);
      default ->
          new ActionEnded(Outcome.failed(reason(status, event.brief("status_detail"))), false);
    };
  }

  /**
   * The end of a gather. What was pressed counts, also where time ran out or Telnyx calls it
   * invalid, as on other carriers.
   */
  static ActionEnded ofGather(WebhookEvent event) {
    String digits = event.text("digits");
    String status = event.brief(STATUS);
    return switch (status) {
      case "", "valid", "timeout", "invalid" -> new ActionEnded(Outcome.digits(digits), false);
      case HUNG_UP -> new ActionEnded(broken("the caller hung up", digits), true);
      default -> new ActionEnded(broken(reason(status, ""), digits), false);
    };
  }

  private static Outcome broken(String reason, String digits) {
    return new Outcome(Kind.FAILED, reason, digits, null, null, Map.of());
  }

  /** The end of a recording; one of no length has nothing in it. */
  static ActionEnded ofRecording(WebhookEvent event) {
    Recording recording = RecordingReport.of(event);
    return new ActionEnded(
        recording == null
            ? Outcome.failed(reason("recording saved", "but it has no address"))
            : recorded(recording),
        false);
  }

  private static Outcome recorded(Recording recording) {
    return Duration.ZERO.equals(recording.duration())
        ? new Outcome(Kind.TIMED_OUT, "", "", null, null, Map.of())
        : new Outcome(Kind.DONE, "", "", recording.duration(), recording, Map.of());
  }

  /** A recording that Telnyx could not make or keep. */
  static ActionEnded ofRecordingError(WebhookEvent event) {
    return new ActionEnded(Outcome.failed(reason("recording error", event.brief("reason"))), false);
  }

  /** The end of the leg that Telnyx dialled to hand a call over. */
  static ActionEnded ofTransfer(WebhookEvent hangup) {
    EndCause cause = HangupCause.of(hangup);
    Integer sipStatus = HangupCause.sipStatus(hangup);
    Map<String, String> details = new HashMap<>();
    if (hangup.callControlId() != null) {
      details.put(Detail.CARRIER_ID, hangup.callControlId());
    }
    if (sipStatus != null) {
      details.put(Detail.SIP_STATUS, sipStatus.toString());
    }
    Kind kind = transferred(cause);
    String reason =
        kind == Kind.FAILED ? reason("transfer failed", hangup.brief("hangup_cause")) : "";
    return new ActionEnded(new Outcome(kind, reason, "", null, null, details), false);
  }

  private static Kind transferred(EndCause cause) {
    return switch (cause) {
      case COMPLETED, TOO_LONG -> Kind.DONE;
      case BUSY -> Kind.BUSY;
      case NO_ANSWER -> Kind.NO_ANSWER;
      case DECLINED -> Kind.DECLINED;
      case CANCELED -> Kind.CANCELED;
      default -> Kind.FAILED;
    };
  }

  /** A media stream that is over. */
  static ActionEnded ofStoppedStream() {
    return new ActionEnded(Outcome.done(), false);
  }

  /** A media stream that could not be opened. */
  static ActionEnded ofFailedStream(WebhookEvent event) {
    return new ActionEnded(
        Outcome.failed(reason("media stream not opened", event.brief("failure_reason"))), false);
  }

  private static String reason(String status, String detail) {
    return "Telnyx: " + status + (detail.isEmpty() ? "" : ", " + detail);
  }
}
