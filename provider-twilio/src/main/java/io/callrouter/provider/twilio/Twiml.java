package io.callrouter.provider.twilio;

import io.callrouter.spi.Directive;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes one TwiML document from its beginning to its end.
 *
 * <p>What XML 1.0 cannot hold (most control characters, lone surrogates) becomes U+FFFD.
 */
final class Twiml {
  /** Twilio refuses longer documents with error 11750. */
  static final int MAX_BYTES = 64_000;

  private static final int REPLACEMENT = 0xFFFD;

  private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  private final Deque<String> openElements = new ArrayDeque<>();
  private boolean inStartTag;

  private Twiml() {}

  static Twiml response() {
    return new Twiml().open("Response");
  }

  /** Begins an element inside the one that is open. */
  Twiml open(String element) {
    endStartTag();
    xml.append('<').append(element);
    openElements.push(element);
    inStartTag = true;
    return this;
  }

  /** Adds an attribute to the element just opened. */
  Twiml attribute(String name, String value) {
    if (!inStartTag) {
      throw new IllegalStateException("attribute " + name + " comes after the start tag");
    }
    xml.append(' ').append(name).append("=\"");
    escape(value, true);
    xml.append('"');
    return this;
  }

  Twiml text(String text) {
    endStartTag();
    escape(text, false);
    return this;
  }

  /** Ends the element that is open. */
  Twiml close() {
    String element = openElements.pop();
    if (inStartTag) {
      xml.append("/>");
      inStartTag = false;
    } else {
      xml.append("</").append(element).append('>');
    }
    return this;
  }

  /** Sends Twilio on to ask what is next. */
  Twiml redirect(String url, String method) {
    return open("Redirect").attribute("method", method).text(url).close();
  }

  /** Has Twilio tell what became of the recording that the element just opened makes. */
  Twiml recordingStatus(String url) {
    return attribute("recordingStatusCallback", url)
        .attribute("recordingStatusCallbackMethod", "POST")
        .attribute("recordingStatusCallbackEvent", "completed absent");
  }

  /**
   * Ends the document.
   *
   * @throws IllegalArgumentException if it is longer than Twilio takes
   */
  Directive toReply() {
    while (!openElements.isEmpty()) {
      close();
    }
    byte[] document = xml.toString().getBytes(StandardCharsets.UTF_8);
    if (document.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the action makes a TwiML document of "
              + document.length
              + " bytes, and Twilio takes at most "
              + MAX_BYTES
              + ": say less at once");
    }
    return Directive.reply(new WebResponse(200, "text/xml;charset=utf-8", document));
  }

  private void endStartTag() {
    if (inStartTag) {
      xml.append('>');
      inStartTag = false;
    }
  }

  private void escape(String text, boolean inAttribute) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append(inAttribute ? "&quot;" : "\"");
                case '\r' -> xml.append("&#13;");
                // A parser would make blanks of these in an attribute.
                case '\n' -> xml.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> xml.append(inAttribute ? "&#9;" : "\t");
                default -> xml.appendCodePoint(isXmlCharacter(c) ? c : REPLACEMENT);
              }
            });
  }

  /** XML 1.0 §2.2, production 2, without the white space that is written above. */
  private static boolean isXmlCharacter(int c) {
    return c >= ' ' && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
