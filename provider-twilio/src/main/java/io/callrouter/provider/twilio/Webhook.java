package io.callrouter.provider.twilio;

import io.callrouter.call.PhoneNumbers;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the requests Twilio makes, by what its path says, and how its parameters are read. */
sealed interface Webhook {
  /** What a genuine request of this kind reports; words that are not known report nothing. */
  List<CarrierEvent> events(Form form);

  /** The step that the path names, or null if it names none. */
  default @Nullable StepReference step() {
    return null;
  }

  /** The parameter that names the call; null where the path alone may name it. */
  default @Nullable String callParameter(Form form) {
    return "CallSid";
  }

  /** Whether Twilio waits to be told what to do. */
  default boolean awaitsAction() {
    return false;
  }

  /** A call comes in, or is back where it began. */
  record IncomingCall() implements Webhook {
    @Override
    public List<CarrierEvent> events(Form form) {
      List<CarrierEvent> events = new ArrayList<>();
      events.add(Arrival.of(form));
      CallStatus.of(form).ifPresent(status -> events.add(status.event(form)));
      return events;
    }

    @Override
    public boolean awaitsAction() {
      return true;
    }
  }

  /** An action is over. */
  record ActionOver(StepReference step, String kind) implements Webhook {
    @Override
    public List<CarrierEvent> events(Form form) {
      List<CarrierEvent> events = new ArrayList<>();
      boolean callGone = false;
      CallStatus status = CallStatus.of(form).orElse(null);
      if (status != null) {
        callGone = status.isFinal();
        if (status == CallStatus.IN_PROGRESS) {
          events.add(status.event(form));
        }
      }
      events.add(new CarrierEvent.ActionEnded(ActionOutcome.of(kind, form), callGone));
      return events;
    }

    @Override
    public boolean awaitsAction() {
      return true;
    }
  }

  /** A call is in another state. */
  record CallStatusChanged() implements Webhook {
    @Override
    public List<CarrierEvent> events(Form form) {
      return CallStatus.of(form).map(status -> status.event(form)).stream().toList();
    }
  }

  /**
   * A leg that a dial made is in another state. It is told under the call that dialled: what it
   * comes out as is the dial's outcome, this is for those who want to follow it.
   */
  record DialStatusChanged(StepReference step) implements Webhook {
    @Override
    public String callParameter(Form form) {
      return "ParentCallSid";
    }

    @Override
    public List<CarrierEvent> events(Form form) {
      Map<String, String> details =
          details(
              form, "CallSid", "SequenceNumber", "SipResponseCode", "CallDuration", "Timestamp");
      details.put("To", PhoneNumbers.mask(form.text("To")));
      return told("dial-" + form.text("CallStatus"), details);
    }
  }

  /** A recording is ready, or nothing was recorded. */
  record RecordingStatusChanged(StepReference step) implements Webhook {
    /** A conference's recording belongs to no call; the path names the one that asked for it. */
    @Override
    public @Nullable String callParameter(Form form) {
      return form.text("CallSid").isEmpty() && !form.text("ConferenceSid").isEmpty()
          ? null
          : "CallSid";
    }

    @Override
    public List<CarrierEvent> events(Form form) {
      String sid = RecordingReport.sid(form);
      Recording recording = RecordingReport.of(form);
      return switch (form.text("RecordingStatus")) {
        case "absent" -> sid.isEmpty() ? List.of() : List.of(new CarrierEvent.Recorded(sid, null));
        case "completed" ->
            recording == null
                ? List.of()
                : List.of(new CarrierEvent.Recorded(recording.id(), recording));
        default -> List.of();
      };
    }
  }

  /** A media stream began, ended, or could not be opened. */
  record StreamStatusChanged(StepReference step) implements Webhook {
    @Override
    public List<CarrierEvent> events(Form form) {
      return told(form.text("StreamEvent"), details(form, "StreamSid", "StreamError", "Timestamp"));
    }
  }

  private static Map<String, String> details(Form form, String... names) {
    Map<String, String> details = new LinkedHashMap<>();
    for (String name : names) {
      if (!form.text(name).isEmpty()) {
        details.put(name, form.text(name));
      }
    }
    return details;
  }

  /** What is only told; nothing if the word for it is none of Twilio's. */
  private static List<CarrierEvent> told(String word, Map<String, String> details) {
    return word.matches("[a-z][a-z-]{0,63}[a-z]")
        ? List.of(new CarrierEvent.Custom(TwilioProvider.TYPE + ":" + word, details))
        : List.of();
  }
}
