package io.callrouter.testkit.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of an HTTP/1.1 request.
 *
 * @param headers without regard to case; of one that comes twice, both with a comma between
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
record HttpHead(String method, String path, String query, Map<String, String> headers) {
  private static final int LONGEST = 16 << 10;

  static HttpHead read(InputStream in) throws IOException {
    String[] lines = text(in).split("\r\n", -1);
    String[] request = lines[0].split(" ", -1);
    if (request.length != 3 || !request[2].equals("HTTP/1.1")) {
      throw new IOException("no HTTP/1.1 request: " + lines[0]);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new IOException("no header: " + lines[i]);
      }
      headers.merge(
          lines[i].substring(0, colon),
          lines[i].substring(colon + 1).strip(),
          (first, second) -> first + ", " + second);
    }
    int mark = request[1].indexOf('?');
    String path = mark < 0 ? request[1] : request[1].substring(0, mark);
    return new HttpHead(request[0], path, mark < 0 ? "" : request[1].substring(mark + 1), headers);
  }

  private static String text(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ending = 0;
    while (ending < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the request broke off");
      }
      head.write(next);
      ending = next == "\r\n\r\n".charAt(ending) ? ending + 1 : next == '\r' ? 1 : 0;
      if (head.size() > LONGEST) {
        throw new IOException("a request's head of more than " + LONGEST + " bytes");
      }
    }
    return head.toString(ISO_8859_1);
  }

  /** A header, or an empty text. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Whether a header that is a list has that token. */
  boolean lists(String name, String token) {
    for (String each : header(name).split(",", -1)) {
      if (each.strip().equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  /** A parameter of the query, or an empty text. */
  String parameter(String name) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).equals(name)) {
        return URLDecoder.decode(pair.substring(equals + 1), UTF_8);
      }
    }
    return "";
  }
}
