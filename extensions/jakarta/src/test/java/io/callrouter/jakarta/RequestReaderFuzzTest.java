package io.callrouter.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests as a container hands them over. Of an input, the first line is the path below the
 * context, the second the query, the third one header, the fourth how often the body is repeated;
 * the rest is the body.
 */
class RequestReaderFuzzTest {
  private static final String CONTEXT = "/phones";

  static Stream<byte[]> requests() {
    return Stream.of(
            "/incoming-call\na=b%2fc&a\nX-Twilio-Signature: abc\n1\nCallSid=CA1&To=%2B1",
            "/telnyx/webhook;jsessionid=1\n\nContent-Length: 5\n0\n",
            "\n\n:\n8191\n12345678",
            "/a/../b\n?\nx: a:b\n8193\n12345678")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("requests")
  @FuzzTest
  void everyRequestIsReadAsItCameOrRefusedAsTooLong(byte[] input) {
    String[] parts = new String(input, ISO_8859_1).split("\n", 5);
    if (parts.length < 5 || !parts[3].matches("[0-9]{1,4}")) {
      return;
    }
    byte[] body = parts[4].repeat(Math.min(Integer.parseInt(parts[3]), 9000)).getBytes(ISO_8859_1);
    body = Arrays.copyOf(body, Math.min(body.length, 3 * WebHandler.MAX_BODY_BYTES));
    String[] header = (parts[2] + ":").split(":", 2);
    Map<String, List<String>> headers = Map.of(header[0], List.of(header[1], header[1]));
    try (ManualTimekeeper time = Timekeeper.manual()) {
      WebRequest read = new RequestReader(time).read(request(parts[0], parts[1], headers, body));
      assertEquals(parts[0], read.path());
      assertEquals(parts[1], read.query());
      assertEquals("POST", read.method());
      Map<String, List<String>> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      expected.putAll(headers);
      assertEquals(expected, read.headers());
      assertArrayEquals(body, read.body());
      assertTrue(body.length <= WebHandler.MAX_BODY_BYTES);
    } catch (BodyRefusedException e) {
      assertEquals(413, e.status());
      assertTrue(body.length > WebHandler.MAX_BODY_BYTES);
    }
  }

  /** Says nothing of its length, as a chunked one. */
  private static HttpServletRequest request(
      String path, String query, Map<String, List<String>> headers, byte[] body) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RequestReaderFuzzTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> "POST";
                  case "getRequestURI" -> CONTEXT + path;
                  case "getContextPath" -> CONTEXT;
                  case "getQueryString" -> query;
                  case "getContentLengthLong" -> -1L;
                  case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                  case "getHeaders" -> Collections.enumeration(headers.get((String) arguments[0]));
                  case "getInputStream" -> new Body(body);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;
    private int most = 1;

    Body(byte[] body) {
      bytes = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    /** A little more each time. */
    @Override
    public int read(byte[] into, int offset, int length) {
      most = Math.min(2 * most, 1 << 20);
      return bytes.read(into, offset, Math.min(length, most));
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
