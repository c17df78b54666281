package io.callrouter.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebRequestTest {
  @Test
  void headersAreFoundInAnyCase() {
    WebRequest request = withHeaders(Map.of("X-Twilio-Signature", List.of("abc")));

    assertEquals("abc", request.header("x-twilio-signature"));
    assertEquals("abc", request.header("X-TWILIO-SIGNATURE"));
    assertNull(request.header("X-Twilio"));
  }

  @Test
  void aRepeatedHeaderCountsAsAbsent() {
    assertNull(withHeaders(Map.of("Signature", List.of("a", "b"))).header("Signature"));
    assertNull(withHeaders(Map.of("Signature", List.of())).header("Signature"));
  }

  @Test
  void aHeaderRepeatedInAnotherCaseIsRepeatedNotLost() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Signature", List.of("a"));
    headers.put("signature", List.of("b"));
    WebRequest request = withHeaders(headers);

    assertNull(request.header("Signature"));
    assertEquals(List.of("a", "b"), request.headers().get("SIGNATURE"));
  }

  @Test
  void headersAreCopiedAndCannotBeChanged() {
    List<String> values = new ArrayList<>(List.of("a"));
    Map<String, List<String>> headers = new LinkedHashMap<>(Map.of("Name", values));
    WebRequest request = withHeaders(headers);

    values.add("b");
    headers.clear();

    assertEquals("a", request.header("name"));
    assertThrows(UnsupportedOperationException.class, () -> request.headers().clear());
  }

  @Test
  void theMethodIsUpperCase() {
    assertEquals("POST", new WebRequest("post", "/", null, Map.of(), new byte[0]).method());
  }

  @Test
  void theTargetIsPathAndRawQuery() {
    assertEquals("/a%20b", request(null).target());
    assertEquals("/a%20b?", request("").target());
    assertEquals("/a%20b?x=%2B1", request("x=%2B1").target());
  }

  @Test
  void queryHeadersAndBodyAreKeptOutOfLogs() {
    byte[] body = "From=%2B14155550100".getBytes(StandardCharsets.UTF_8);
    WebRequest request =
        new WebRequest("POST", "/call", "token=s3cret", Map.of("A", List.of("s3cret")), body);

    assertEquals("POST /call (19 bytes)", request.toString());
  }

  @Test
  void aRefusedHandshakeHasNoSocket() {
    Admission refused = Admission.refused(403, "wrong token");

    assertFalse(refused.isAdmitted());
    assertEquals(403, refused.status());
    assertEquals("wrong token", refused.reason());
    assertThrows(IllegalStateException.class, () -> refused.open(null));
  }

  private static WebRequest request(String query) {
    return new WebRequest("GET", "/a%20b", query, Map.of(), new byte[0]);
  }

  private static WebRequest withHeaders(Map<String, List<String>> headers) {
    return new WebRequest("GET", "/", null, headers, new byte[0]);
  }
}
