package io.callrouter.spi.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of any text, read beside Jackson. */
class JsonCursorFuzzTest {
  /** What is skipped may lie as deep as that, and one more is tried. */
  private static final int MOST_DEPTH = 16;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
          .build();

  private final JsonCursor json = new JsonCursor();

  static Stream<byte[]> messages() {
    return Stream.of(
            "{\"event\":\"media\",\"n\":\"4\",\"new\":[true,false,null,-1.5e3,{\"x\":[]}],"
                + "\"media\":{\"timestamp\":40,\"payload\":\"//////8=\",\"s\":\"\\u00e9\\n\"}}",
            "{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"#\"}}",
            "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\ud83d\\ude00\",\"b\":0,\"c\":-0.0E+10}",
            "{\"payload\":\"ab\\/c\",\"same\":1,\"same\":[[[[[[[[1]]]]]]]]}",
            " [ 1 , 999999999999999999 , \"123\" ] ",
            "{}",
            "\"\"")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("messages")
  @FuzzTest
  void passesOverWhatJacksonTakesAndNothingElse(byte[] input) {
    String message = new String(input, StandardCharsets.UTF_8);
    int depth = depthOf(message);
    assertEquals(depth >= 0 && depth <= MOST_DEPTH + 1, passes(message), "depth " + depth);
  }

  /** How deep the containers of a whole JSON text lie; -1 of what is none. */
  private static int depthOf(String message) {
    try (JsonParser jackson = JACKSON.createParser(message)) {
      int depth = 0;
      int deepest = 0;
      int values = 0;
      for (JsonToken token = jackson.nextToken(); token != null; token = jackson.nextToken()) {
        if (token.isScalarValue()) {
          jackson.getText(); // or a number is not looked at to its end
        }
        if (depth == 0) {
          values++;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        // An empty array's elements, which there are none of, are not gone into.
        deepest = Math.max(deepest, depth);
      }
      return values == 1 ? deepest : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private boolean passes(String message) {
    json.reset(message);
    try {
      json.skip();
      json.end();
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  @MethodSource("messages")
  @FuzzTest
  void readsTheNamesAndValuesThatJacksonReads(byte[] input) throws IOException {
    String message = new String(input, StandardCharsets.UTF_8);
    int depth = depthOf(message);
    if (depth < 1 || depth > MOST_DEPTH || message.stripLeading().startsWith("[")) {
      return;
    }
    json.reset(message);
    try (JsonParser jackson = JACKSON.createParser(message)) {
      jackson.nextToken();
      readObject(jackson);
      json.end();
    } catch (MalformedMessageException e) {
      throw new AssertionError(message, e);
    }
  }

  private void readObject(JsonParser jackson) throws IOException, MalformedMessageException {
    json.beginObject();
    while (jackson.nextToken() != JsonToken.END_OBJECT) {
      assertTrue(json.nextField());
      assertText(jackson.currentName());
      readValue(jackson, jackson.nextToken());
    }
    assertFalse(json.nextField());
  }

  private void readArray(JsonParser jackson) throws IOException, MalformedMessageException {
    json.beginArray();
    for (JsonToken token = jackson.nextToken();
        token != JsonToken.END_ARRAY;
        token = jackson.nextToken()) {
      assertTrue(json.nextElement());
      readValue(jackson, token);
    }
    assertFalse(json.nextElement());
  }

  private void readValue(JsonParser jackson, JsonToken token)
      throws IOException, MalformedMessageException {
    assertEquals(token == JsonToken.START_OBJECT, json.atObject());
    switch (token) {
      case START_OBJECT -> readObject(jackson);
      case START_ARRAY -> readArray(jackson);
      case VALUE_STRING -> {
        json.string();
        assertText(jackson.getText());
      }
      case VALUE_NUMBER_INT -> readNumber(jackson.getText());
      default -> json.skip();
    }
  }

  private void assertText(String expected) {
    assertEquals(expected, json.text());
    assertTrue(json.is(expected));
    assertFalse(json.is(expected + "x"));
  }

  private void readNumber(String digits) throws MalformedMessageException {
    if (digits.matches("[0-9]{1,18}")) {
      assertEquals(Long.parseLong(digits), json.number());
    } else {
      json.skip();
    }
  }

  /** What a wire writes is what any reader reads. */
  @MethodSource("messages")
  @FuzzTest
  void aTextThatWasWrittenIsReadAgain(byte[] input)
      throws MalformedMessageException, JsonProcessingException, IOException {
    String text = new String(input, StandardCharsets.UTF_8);
    String message = new MessageTemplate("{\"name\":\"", "\"}").withText(text);
    json.reset(message);
    json.beginObject();
    assertTrue(json.nextField());
    json.string();
    assertText(text);
    assertFalse(json.nextField());
    json.end();
    try (JsonParser jackson = JACKSON.createParser(message)) {
      jackson.nextToken();
      assertEquals("name", jackson.nextFieldName());
      assertEquals(text, jackson.nextTextValue());
    }
  }
}
