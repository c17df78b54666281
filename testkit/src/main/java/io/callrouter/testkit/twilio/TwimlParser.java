package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.WebResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads TwiML more strictly than the original does, so that a test finds what the original would
 * silently leave out.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml">TwiML</a>
 */
final class TwimlParser {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Duration AUTOMATIC_PAUSE = Duration.ofSeconds(1);
  private static final Set<String> CONTENT_TYPES =
      Set.of("text/xml", "application/xml", "text/html");
  private static final Set<String> SSML =
      Set.of("break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w");
  private static final Set<String> GATHER =
      Set.of(
          "action",
          "method",
          "input",
          "timeout",
          "speechTimeout",
          "numDigits",
          "finishOnKey",
          "language",
          "hints",
          "speechModel",
          "enhanced",
          "profanityFilter",
          "actionOnEmptyResult",
          "bargeIn",
          "maxSpeechTime",
          "partialResultCallback",
          "partialResultCallbackMethod",
          "debug");

  private static final ErrorHandler SILENT = new DefaultHandler();

  private final URI address;

  /** A parser of the document that was asked for at this address. */
  TwimlParser(URI address) {
    this.address = address;
  }

  /**
   * Reads an answer.
   *
   * @throws TwimlFault if it is not 2xx, not TwiML, or TwiML the simulator does not do
   */
  List<Verb> parse(WebResponse answer) throws TwimlFault {
    if (answer.status() / 100 != 2) {
      throw new TwimlFault(TwimlFault.HTTP_RETRIEVAL, "got HTTP " + answer.status());
    }
    String type = answer.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!CONTENT_TYPES.contains(type)) {
      throw new TwimlFault(
          TwimlFault.CONTENT_TYPE, "TwiML must be text/xml or application/xml, not " + type);
    }
    if (answer.body().length > MOST_BYTES) {
      throw new TwimlFault(TwimlFault.TOO_LARGE, "TwiML of " + answer.body().length + " bytes");
    }
    return verbs(root(answer.body()));
  }

  private static Element root(byte[] document) throws TwimlFault {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(SILENT);
      return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
    } catch (SAXException e) {
      throw new TwimlFault(
          TwimlFault.PARSE, "not XML: " + e.getMessage() + ": " + new String(document, UTF_8));
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException("the JDK's parser reads from memory", e);
    }
  }

  private List<Verb> verbs(Element root) throws TwimlFault {
    if (!root.getTagName().equals("Response")) {
      throw new TwimlFault(
          TwimlFault.ROOT_ELEMENT, "the root must be <Response>, not <" + root.getTagName() + ">");
    }
    TwimlElement response = TwimlElement.of(root, Set.of());
    List<Verb> verbs = new ArrayList<>();
    for (Element element : response.children()) {
      Verb verb = verb(element);
      if (verb instanceof Reject && !verbs.isEmpty()) {
        throw response.fault("must not hold <Reject> after another verb");
      }
      verbs.add(verb);
    }
    return List.copyOf(verbs);
  }

  private Verb verb(Element element) throws TwimlFault {
    return switch (element.getTagName()) {
      case "Say", "Play", "Pause" -> sound(element);
      case "Gather" -> gather(element);
      case "Record" -> RecordTwiml.record(element, address);
      case "Connect" -> new StreamTwiml(address).connect(element);
      case "Start" -> new StreamTwiml(address).start(element);
      case "Stop" -> StreamTwiml.stop(element);
      case "Dial" -> new DialTwiml(address).dial(element);
      case "Redirect" -> redirect(element);
      case "Reject" -> reject(element);
      case "Hangup" -> hangup(element);
      default -> throw unknown(element);
    };
  }

  private Sound sound(Element element) throws TwimlFault {
    return switch (element.getTagName()) {
      case "Say" -> say(element);
      case "Play" -> play(element);
      case "Pause" -> pause(element);
      default -> throw unknown(element);
    };
  }

  private static TwimlFault unknown(Element element) {
    return new TwimlFault(
        TwimlFault.SCHEMA, "the simulator does not do <" + element.getTagName() + "> here");
  }

  private static Say say(Element element) throws TwimlFault {
    TwimlElement say = TwimlElement.of(element, Set.of("voice", "language", "loop"));
    for (int i = 0; i < element.getElementsByTagName("*").getLength(); i++) {
      Element child = (Element) element.getElementsByTagName("*").item(i);
      if (!SSML.contains(child.getTagName())) {
        throw say.fault("must not hold <" + child.getTagName() + ">");
      }
    }
    return new Say(say.content(), say.number("loop", 1, 0));
  }

  private Play play(Element element) throws TwimlFault {
    TwimlElement play = TwimlElement.of(element, Set.of("loop", "digits"));
    play.mustHoldOnlyText();
    String digits = play.text("digits", "");
    if (!digits.matches("[0-9*#w]*")) {
      throw play.fault("digits must be made of 0-9 * # w, not \"" + digits + "\"");
    }
    boolean onlyDigits = !digits.isEmpty() && play.content().isEmpty();
    URI audio = onlyDigits ? null : play.content(address);
    return new Play(audio, digits, play.number("loop", 1, 0));
  }

  private static Pause pause(Element element) throws TwimlFault {
    TwimlElement pause = TwimlElement.of(element, Set.of("length"));
    pause.mustBeEmpty();
    return new Pause(pause.seconds("length", 1, 1));
  }

  private Gather gather(Element element) throws TwimlFault {
    TwimlElement gather = TwimlElement.of(element, GATHER);
    List<Sound> prompt = new ArrayList<>();
    for (Element child : gather.children()) {
      prompt.add(sound(child));
    }
    Set<String> inputs = inputs(gather);
    Duration timeout = gather.seconds("timeout", 5, 0);
    URI action = gather.address("action", address);
    return new Gather(
        List.copyOf(prompt),
        inputs.contains("dtmf") ? keys(gather) : null,
        inputs.contains("speech") ? speechPause(gather, timeout) : null,
        timeout,
        gather.flag("actionOnEmptyResult", false),
        new NextDocument(gather.method("method"), action == null ? address : action, Map.of()));
  }

  private static Set<String> inputs(TwimlElement gather) throws TwimlFault {
    return Set.of(
        gather
            .oneOf("input", "dtmf", Set.of("dtmf", "speech", "dtmf speech", "speech dtmf"))
            .split(" "));
  }

  private static Gather.Keys keys(TwimlElement gather) throws TwimlFault {
    String finish = gather.text("finishOnKey", "#");
    if (!finish.matches("[0-9*#]?")) {
      throw gather.fault("finishOnKey must be one key or empty, not \"" + finish + "\"");
    }
    boolean counted = gather.text("numDigits") != null;
    return new Gather.Keys(counted ? gather.number("numDigits", 1, 1) : 0, finish);
  }

  private static Duration speechPause(TwimlElement gather, Duration timeout) throws TwimlFault {
    if (gather.text("partialResultCallback") != null) {
      throw gather.fault("is simulated without partial results");
    }
    return switch (gather.text("speechTimeout", "")) {
      case "" -> timeout;
      case "auto" -> AUTOMATIC_PAUSE;
      default -> gather.seconds("speechTimeout", 1, 1);
    };
  }

  private Redirect redirect(Element element) throws TwimlFault {
    TwimlElement redirect = TwimlElement.of(element, Set.of("method"));
    redirect.mustHoldOnlyText();
    return new Redirect(
        new NextDocument(redirect.method("method"), redirect.content(address), Map.of()));
  }

  private static Reject reject(Element element) throws TwimlFault {
    TwimlElement reject = TwimlElement.of(element, Set.of("reason"));
    reject.mustBeEmpty();
    String reason = reject.oneOf("reason", "rejected", Set.of("rejected", "busy"));
    return new Reject(reason.equals("busy") ? "busy" : "no-answer");
  }

  private static Hangup hangup(Element element) throws TwimlFault {
    TwimlElement.of(element, Set.of()).mustBeEmpty();
    return new Hangup();
  }
}
