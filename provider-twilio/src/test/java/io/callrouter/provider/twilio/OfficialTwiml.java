package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.PUBLIC_URL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Redirect;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebResponse;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Compares documents with those that Twilio's own libraries write, for one step. */
final class OfficialTwiml {
  static final StepReference REFERENCE = new StepReference("k3J9-_abcdefghij", 1, 4);
  static final String MEDIA_TOKEN = "bWVkaWEtdG9rZW4_-";
  static final Step STEP =
      new Step(
          new CallFacts(
              "k3J9-_abcdefghij",
              "k3J9-_abcdefghij",
              "twilio",
              CALL_SID,
              Direction.INBOUND,
              "+15550100001",
              "+15550100002",
              Instant.EPOCH,
              Map.of()),
          CallState.INITIATED,
          REFERENCE,
          MEDIA_TOKEN);
  static final String STEP_URL = PUBLIC_URL + "/incoming-call/k3J9-_abcdefghij/1.4/";
  static final String STREAM_STATUS_URL = PUBLIC_URL + "/stream-status/k3J9-_abcdefghij/1.4";
  static final String DIAL_STATUS_URL = PUBLIC_URL + "/dial-status/k3J9-_abcdefghij/1.4";
  static final String RECORDING_STATUS_URL = PUBLIC_URL + "/recording-status/k3J9-_abcdefghij/1.4";

  private OfficialTwiml() {}

  /** What stands behind an action that Twilio is to come back from. */
  static Redirect to(String kind) {
    return new Redirect.Builder(STEP_URL + kind).method(HttpMethod.POST).build();
  }

  /**
   * The same elements, attributes and texts, in the same order of elements, as the SDK writes and
   * as the library for Node wrote.
   */
  static void assertDocument(VoiceResponse.Builder expected, Directive directive) {
    String official = expected.build().toXml();
    assertDocument(official, directive, "");
    assertDocument(NodeDocuments.like(official), directive, "");
  }

  /** The same for one of many documents that are made up. */
  static void assertAnyDocument(VoiceResponse.Builder expected, Directive directive, int round) {
    assertDocument(expected.build().toXml(), directive, Seed.named(round));
  }

  private static void assertDocument(String expected, Directive directive, String message) {
    WebResponse actual = words(directive);
    assertEquals(200, actual.status());
    assertEquals("text/xml;charset=utf-8", actual.contentType());
    assertEquals(canonical(expected), canonical(actual.text()), message);
  }

  /** What Twilio is answered. */
  static WebResponse words(Directive directive) {
    return ((Directive.Reply) directive).response();
  }

  /** Without what XML leaves open: order of attributes, quotes, forms of escapes. */
  static String canonical(String xml) {
    try {
      StringWriter text = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(parsed(xml)), new StreamResult(text));
      return text.toString();
    } catch (Exception e) {
      throw new AssertionError(xml, e);
    }
  }

  static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }
}
