package io.callrouter.provider.twilio;

import io.callrouter.call.Outcome;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One of the requests Twilio makes, by what its path says, and how its parameters are read. */
sealed interface Webhook {
  /** What a genuine request of this kind reports; words that are not known report nothing. */
  List<CarrierEvent> events(Form form);

  /** The step that the path names, or null if it names none. */
  default @Nullable StepReference step() {
    return null;
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
      Outcome outcome =
          kind.equals("gather") ? Outcome.digits(form.text("Digits")) : Outcome.done();
      events.add(new CarrierEvent.ActionEnded(outcome, callGone));
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

  /** A media stream began, ended, or could not be opened. */
  record StreamStatusChanged(StepReference step) implements Webhook {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]{0,63}");

    @Override
    public List<CarrierEvent> events(Form form) {
      String word = form.text("StreamEvent");
      if (!WORD.matcher(word).matches()) {
        return List.of();
      }
      Map<String, String> details = new LinkedHashMap<>();
      for (String name : List.of("StreamSid", "StreamError", "Timestamp")) {
        if (!form.text(name).isEmpty()) {
          details.put(name, form.text(name));
        }
      }
      return List.of(new CarrierEvent.Custom(TwilioProvider.TYPE + ":" + word, details));
    }
  }
}
