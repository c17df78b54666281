package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.parsed;
import static io.callrouter.provider.twilio.OfficialTwiml.words;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.call.Action;
import io.callrouter.call.Speech;
import io.callrouter.call.Target;
import io.callrouter.spi.Directive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Documents with any text in them, read again by the JDK's parser. */
class TwimlFuzzTest {
  private final TwilioProvider provider = provider();

  static Stream<byte[]> texts() {
    return Stream.of(
            "Good morning.",
            "<Hangup/>]]>&amp;&#0; \"quoted\" 'text' <!-- -->",
            "a\r\nb\tc\u0000\u001f\u007f\u0085\u2028\ufffe\uffff",
            "\ud83d\ude00 \ud800 \udc00x")
        .map(TwimlFuzzTest::utf16);
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16BE);
  }

  /** Two bytes are a character, so that lone surrogates can stand in it. */
  private static String text(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (ByteBuffer bytes = ByteBuffer.wrap(input); bytes.remaining() >= 2; ) {
      text.append(bytes.getChar());
    }
    return text.toString();
  }

  @MethodSource("texts")
  @FuzzTest
  void anyTextIsSaidAsItIs(byte[] input) throws Exception {
    String text = text(input);
    Element say = document(() -> say(text), "Say");
    if (say != null) {
      assertEquals(spoken(text), say.getTextContent());
    }
  }

  private Directive say(String text) {
    return provider.say(Action.say(text), OfficialTwiml.STEP);
  }

  @MethodSource("texts")
  @FuzzTest
  void anyTextStandsInAnAttributeAsItIs(byte[] input) throws Exception {
    String text = text(input);
    Element gather =
        document(
            () ->
                provider.gather(
                    Action.gather("Yes?").speech(Speech.in("en-US").hints(List.of(text))),
                    OfficialTwiml.STEP),
            "Gather");
    if (gather != null) {
      assertEquals(spoken(text), gather.getAttribute("hints"));
    }
    Element conference =
        document(
            () -> provider.conference(Action.conference(text).label(text), OfficialTwiml.STEP),
            "Conference");
    if (conference != null) {
      assertEquals(spoken(text), conference.getAttribute("participantLabel"));
      assertEquals(spoken(text), conference.getTextContent());
    }
    Element parameter =
        document(
            () ->
                provider.dial(
                    Action.dial(Target.client("alice").with(text, text)), OfficialTwiml.STEP),
            "Parameter");
    if (parameter != null) {
      assertEquals(spoken(text), parameter.getAttribute("name"));
      assertEquals(spoken(text), parameter.getAttribute("value"));
    }
  }

  /** Null where the action is refused, which an action that makes no sense may be. */
  private static Element document(Supplier<Directive> action, String element) throws Exception {
    Directive directive;
    try {
      directive = action.get();
    } catch (IllegalArgumentException e) {
      return null;
    }
    assertTrue(words(directive).body().length <= Twiml.MAX_BYTES);
    Document document = parsed(words(directive).text());
    assertEquals("Response", document.getDocumentElement().getTagName());
    return (Element) document.getElementsByTagName(element).item(0);
  }

  /** What XML cannot hold is replaced; by the rule of XML 1.0 §2.2, written down a second time. */
  private static String spoken(String text) {
    StringBuilder spoken = new StringBuilder();
    text.codePoints()
        .map(
            c -> {
              boolean legal =
                  c == 0x9
                      || c == 0xA
                      || c == 0xD
                      || (c >= 0x20 && c <= 0xD7FF)
                      || (c >= 0xE000 && c <= 0xFFFD)
                      || c >= 0x10000;
              return legal ? c : 0xFFFD;
            })
        .forEach(spoken::appendCodePoint);
    return spoken.toString();
  }
}
