package io.callrouter.provider.twilio;

import io.callrouter.call.Action;
import io.callrouter.call.Target;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The documents that join a call with others, by {@code <Dial>} and what may stand in it.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/dial">Dial</a>
 * @see <a href="https://www.twilio.com/docs/voice/twiml/conference">Conference</a>
 */
final class DialTwiml {
  private static final int MAX_TARGETS = 10;
  private static final int MAX_IDENTITY_CHARS = 256;
  private static final int MAX_LABEL_CHARS = 128;
  private static final int MAX_PARTICIPANTS = 250;

  private final Addresses addresses;

  DialTwiml(Addresses addresses) {
    this.addresses = addresses;
  }

  Directive dial(Action.Dial action, Step step) {
    if (action.targets().size() > MAX_TARGETS) {
      throw tooMuch("targets of a dial", action.targets().size(), MAX_TARGETS);
    }
    Twiml twiml =
        open(action, step, action.timeLimit())
            .attribute("timeout", String.valueOf(action.ringTimeout().toSeconds()))
            .attribute("sequential", String.valueOf(action.inTurn()))
            .attribute("answerOnBridge", String.valueOf(action.answerOnBridge()));
    if (action.callerId() != null) {
      twiml.attribute("callerId", action.callerId());
    }
    record(twiml, action.recorded() ? "record-from-answer-dual" : "do-not-record", step);
    action.targets().forEach(target -> noun(twiml, target, step));
    return twiml.toReply();
  }

  Directive conference(Action.Conference action, Step step) {
    Twiml twiml =
        open(action, step, action.timeLimit())
            .open("Conference")
            .attribute("muted", String.valueOf(action.muted()))
            .attribute("beep", beep(action.beep()))
            .attribute("startConferenceOnEnter", String.valueOf(action.startOnEnter()))
            .attribute("endConferenceOnExit", String.valueOf(action.endOnExit()));
    waitAudio(twiml, action.waitAudio());
    if (action.label() != null) {
      if (action.label().length() > MAX_LABEL_CHARS) {
        throw tooMuch("characters of a label", action.label().length(), MAX_LABEL_CHARS);
      }
      twiml.attribute("participantLabel", action.label());
    }
    if (action.maxParticipants() > 0) {
      if (action.maxParticipants() > MAX_PARTICIPANTS) {
        throw tooMuch("participants", action.maxParticipants(), MAX_PARTICIPANTS);
      }
      twiml.attribute("maxParticipants", String.valueOf(action.maxParticipants()));
    }
    record(twiml, action.recorded() ? "record-from-start" : "do-not-record", step);
    return twiml.text(action.name()).toReply();
  }

  private Twiml open(Action action, Step step, Duration timeLimit) {
    return Twiml.response()
        .open("Dial")
        .attribute("action", addresses.actionUrl(step.reference(), action))
        .attribute("method", "POST")
        .attribute("timeLimit", String.valueOf(timeLimit.toSeconds()));
  }

  private void record(Twiml twiml, String what, Step step) {
    twiml.attribute("record", what);
    if (!what.equals("do-not-record")) {
      twiml.recordingStatus(addresses.recordingStatusUrl(step.reference()));
    }
  }

  private void noun(Twiml twiml, Target target, Step step) {
    if (target instanceof Target.Phone phone) {
      watched(twiml.open("Number"), step).text(phone.number());
    } else if (target instanceof Target.Sip sip) {
      watched(twiml.open("Sip"), step).text(sip.address());
    } else if (target instanceof Target.Client client) {
      client(watched(twiml.open("Client"), step), client);
    }
    twiml.close();
  }

  private Twiml watched(Twiml noun, Step step) {
    return noun.attribute("statusCallback", addresses.dialStatusUrl(step.reference()))
        .attribute("statusCallbackMethod", "POST")
        .attribute("statusCallbackEvent", "initiated ringing answered completed");
  }

  private static void client(Twiml twiml, Target.Client client) {
    if (client.identity().length() > MAX_IDENTITY_CHARS) {
      throw tooMuch("characters of an identity", client.identity().length(), MAX_IDENTITY_CHARS);
    }
    twiml.open("Identity").text(client.identity()).close();
    client.parameters().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            parameter ->
                twiml
                    .open("Parameter")
                    .attribute("name", parameter.getKey())
                    .attribute("value", parameter.getValue())
                    .close());
  }

  private static String beep(Action.Beep when) {
    return switch (when) {
      case ALWAYS -> "true";
      case ON_ENTER -> "onEnter";
      case ON_EXIT -> "onExit";
      case NEVER -> "false";
    };
  }

  private static void waitAudio(Twiml twiml, @Nullable URI audio) {
    if (audio != null) {
      // By GET, since what serves a file seldom takes a POST.
      twiml.attribute("waitUrl", audio.toString()).attribute("waitMethod", "GET");
    }
  }

  private static IllegalArgumentException tooMuch(String what, int number, int most) {
    return new IllegalArgumentException(
        "Twilio takes at most " + most + " " + what + ", not " + number);
  }
}
