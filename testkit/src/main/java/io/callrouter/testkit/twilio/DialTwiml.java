package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Reads {@code <Dial>} and what stands in it.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/dial">Dial</a>
 */
final class DialTwiml {
  private static final int MOST_TARGETS = 10;
  private static final int MOST_IDENTITY_CHARS = 256;

  private static final Set<String> DIAL =
      Set.of(
          "action",
          "method",
          "timeout",
          "timeLimit",
          "sequential",
          "callerId",
          "answerOnBridge",
          "hangupOnStar",
          "record",
          "recordingStatusCallback",
          "recordingStatusCallbackMethod",
          "recordingStatusCallbackEvent");
  private static final Set<String> NOUN =
      Set.of("statusCallback", "statusCallbackMethod", "statusCallbackEvent");
  private static final Set<String> RECORDED =
      Set.of(
          "do-not-record",
          "record-from-answer",
          "record-from-ringing",
          "record-from-answer-dual",
          "record-from-ringing-dual");

  private final URI address;

  /** A parser for the document that was asked for at this address. */
  DialTwiml(URI address) {
    this.address = address;
  }

  Verb dial(Element element) throws TwimlFault {
    TwimlElement dial = TwimlElement.of(element, DIAL);
    List<Element> nouns = dial.children();
    if (nouns.size() == 1 && nouns.get(0).getTagName().equals("Conference")) {
      TwimlElement conference = TwimlElement.of(nouns.get(0), ConferenceTwiml.ATTRIBUTES);
      return ConferenceTwiml.conference(dial, conference, address);
    }
    List<Dial.Target> targets = new ArrayList<>();
    for (Element noun : nouns) {
      targets.add(target(noun, dial));
    }
    if (targets.isEmpty() || targets.size() > MOST_TARGETS) {
      throw dial.fault("must hold 1 to " + MOST_TARGETS + " to be dialled");
    }
    return new Dial(
        List.copyOf(targets),
        dial.flag("sequential", false),
        dial.seconds("timeout", 30, 1),
        dial.seconds("timeLimit", 14400, 1),
        dial.text("callerId"),
        dial.flag("answerOnBridge", false),
        dial.flag("hangupOnStar", false),
        recording(dial),
        dial.next("action", "method", address));
  }

  private Dial.Target target(Element element, TwimlElement dial) throws TwimlFault {
    return switch (element.getTagName()) {
      case "Number" -> number(TwimlElement.of(element, NOUN));
      case "Sip" -> sip(TwimlElement.of(element, NOUN));
      case "Client" -> client(TwimlElement.of(element, NOUN));
      default -> throw dial.fault("must not hold <" + element.getTagName() + ">");
    };
  }

  private Dial.Target number(TwimlElement noun) throws TwimlFault {
    noun.mustHoldOnlyText();
    if (!noun.content().matches("\\+[1-9][0-9]{1,14}")) {
      throw noun.fault("must hold a number in E.164 form, not \"" + noun.content() + "\"");
    }
    return target(noun, noun.content());
  }

  private Dial.Target sip(TwimlElement noun) throws TwimlFault {
    noun.mustHoldOnlyText();
    if (!noun.content().matches("(?i)sips?:[^\\s@]+(@[^\\s@]+)?")) {
      throw noun.fault("must hold a SIP URI, not \"" + noun.content() + "\"");
    }
    return target(noun, noun.content());
  }

  private Dial.Target client(TwimlElement noun) throws TwimlFault {
    String identity = noun.holdsElements() ? identity(noun) : noun.content();
    if (identity.isEmpty() || identity.length() > MOST_IDENTITY_CHARS) {
      throw noun.fault("must name an identity of at most " + MOST_IDENTITY_CHARS + " characters");
    }
    return target(noun, "client:" + identity);
  }

  /** Parameters are for the client itself: no webhook tells of them. */
  private static String identity(TwimlElement client) throws TwimlFault {
    String identity = "";
    for (Element child : client.children()) {
      switch (child.getTagName()) {
        case "Identity" -> identity = TwimlElement.of(child, Set.of()).content();
        case "Parameter" -> TwimlElement.of(child, Set.of("name", "value")).mustBeEmpty();
        default -> throw client.fault("must not hold <" + child.getTagName() + ">");
      }
    }
    return identity;
  }

  private Dial.Target target(TwimlElement noun, String whom) throws TwimlFault {
    return new Dial.Target(
        whom,
        noun.next("statusCallback", "statusCallbackMethod", address),
        noun.words(
            "statusCallbackEvent",
            "completed",
            Set.of("initiated", "ringing", "answered", "completed")));
  }

  private @Nullable RecordingOrder recording(TwimlElement dial) throws TwimlFault {
    String how = dial.oneOf("record", "do-not-record", RECORDED);
    int channels = how.endsWith("-dual") ? 2 : 1;
    RecordingStatus status = RecordingStatus.of(dial, address);
    return how.equals("do-not-record") ? null : new RecordingOrder("DialVerb", channels, status);
  }
}
