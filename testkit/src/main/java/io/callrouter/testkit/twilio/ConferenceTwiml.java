package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code <Conference>} in {@code <Dial>}.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/conference">Conference</a>
 */
final class ConferenceTwiml {
  private static final int MOST_PARTICIPANTS = 250;
  private static final int MOST_LABEL_CHARS = 128;

  static final Set<String> ATTRIBUTES =
      Set.of(
          "muted",
          "beep",
          "startConferenceOnEnter",
          "endConferenceOnExit",
          "participantLabel",
          "waitUrl",
          "waitMethod",
          "maxParticipants",
          "record",
          "recordingStatusCallback",
          "recordingStatusCallbackMethod",
          "recordingStatusCallbackEvent",
          "statusCallback",
          "statusCallbackMethod",
          "statusCallbackEvent");
  private static final Set<String> EVENTS =
      Set.of("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement");

  private ConferenceTwiml() {}

  static Conference conference(TwimlElement dial, TwimlElement conference, URI address)
      throws TwimlFault {
    conference.mustHoldOnlyText();
    if (conference.content().isEmpty()) {
      throw conference.fault("must hold the conference's name");
    }
    conference.oneOf("beep", "true", Set.of("true", "false", "onEnter", "onExit"));
    conference.method("waitMethod");
    return new Conference(
        conference.content(),
        label(conference),
        conference.flag("muted", false),
        conference.flag("startConferenceOnEnter", true),
        conference.flag("endConferenceOnExit", false),
        waitUrl(conference, address),
        maxParticipants(conference),
        conference.next("statusCallback", "statusCallbackMethod", address),
        conference.words("statusCallbackEvent", "", EVENTS),
        recording(conference, address),
        dial.seconds("timeLimit", 14400, 1),
        dial.flag("hangupOnStar", false),
        dial.next("action", "method", address));
  }

  private static @Nullable String label(TwimlElement conference) throws TwimlFault {
    String label = conference.text("participantLabel");
    if (label != null && (label.isEmpty() || label.length() > MOST_LABEL_CHARS)) {
      throw conference.fault("participantLabel must have 1 to " + MOST_LABEL_CHARS + " characters");
    }
    return label;
  }

  /** An empty one is silence. */
  private static @Nullable String waitUrl(TwimlElement conference, URI address) throws TwimlFault {
    String value = conference.text("waitUrl");
    return value == null || value.isEmpty()
        ? value
        : String.valueOf(conference.address("waitUrl", address));
  }

  private static int maxParticipants(TwimlElement conference) throws TwimlFault {
    int most = conference.number("maxParticipants", MOST_PARTICIPANTS, 1);
    if (most > MOST_PARTICIPANTS) {
      throw conference.fault("maxParticipants must be at most " + MOST_PARTICIPANTS);
    }
    return most;
  }

  private static @Nullable RecordingOrder recording(TwimlElement conference, URI address)
      throws TwimlFault {
    String how =
        conference.oneOf("record", "do-not-record", Set.of("do-not-record", "record-from-start"));
    RecordingStatus status = RecordingStatus.of(conference, address);
    return how.equals("do-not-record") ? null : new RecordingOrder("Conference", 1, status);
  }
}
