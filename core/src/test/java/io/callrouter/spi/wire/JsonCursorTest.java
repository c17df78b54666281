package io.callrouter.spi.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int ROUNDS = 60_000;
  private static final int MESSAGES = 2_000;
  private static final int ATTEMPTS = 20;
  private static final String SPICE = "{}[]\":,\\u0 \n\u0000\u007f\u00e9\ud800-+.eE19truefalsnAZ/=";
  private static final String MEDIA =
      "{\"event\":\"media\",\"n\":\"4\",\"new\":[true,false,null,-1.5e3,{\"x\":[]}],"
          + "\"media\":{\"timestamp\":40,\"payload\":\"//////8=\",\"s\":\"\\u00e9\\n\"}}";

  private final ObjectMapper jackson =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Random random = new Random(SEED);
  private final JsonCursor json = new JsonCursor();

  @Test
  void takesWhatJacksonTakes() {
    int taken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String message = damaged(MEDIA);
      boolean passes = passes(message);
      assertEquals(
          isJson(message),
          passes,
          "-Dcallrouter.seed=" + SEED + ", round " + round + ": " + message);
      taken += passes ? 1 : 0;
    }
    assertTrue(taken > ROUNDS / 100 && taken < ROUNDS, taken + " of them were JSON");
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

  private boolean isJson(String message) {
    try {
      return !jackson.readTree(message).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String damaged(String message) {
    StringBuilder text = new StringBuilder(message);
    for (int faults = random.nextInt(4); faults > 0 && text.length() > 0; faults--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, spice());
        case 1 -> text.insert(at, spice());
        case 2 -> text.delete(at, to);
        case 3 -> text.insert(at, text.substring(at, to));
        case 4 -> text.setLength(at);
        default -> text.replace(at, to, String.valueOf(random.nextLong()));
      }
    }
    return text.toString();
  }

  private char spice() {
    return SPICE.charAt(random.nextInt(SPICE.length()));
  }

  @Test
  void fieldsAndElementsFollowOneAnother() throws MalformedMessageException {
    json.reset(" { \"a\" : [ \"x\" , \"y\" ] , \"b\" : { } , \"\\u0063\" : 7 } ");
    json.beginObject();
    assertTrue(json.nextField() && json.is("a"));
    json.beginArray();
    for (String element : List.of("x", "y")) {
      assertTrue(json.nextElement());
      json.string();
      assertEquals(element, json.text());
    }
    assertFalse(json.nextElement());
    assertTrue(json.nextField() && json.is("b"));
    json.beginObject();
    assertFalse(json.nextField());
    assertTrue(json.nextField() && json.is("c"));
    assertEquals(7, json.number());
    assertFalse(json.nextField());
    json.end();
  }

  @Test
  void whatComesNextIsAnObjectOrNot() {
    for (String other : List.of("null", "[{}]", "\"{\"", "7", "")) {
      json.reset(other);
      assertFalse(json.atObject(), other);
    }
    json.reset(" \n{}");
    assertTrue(json.atObject());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "'\"0042\"', 42", "999999999999999999, 999999999999999999"})
  void aWholeNumberMayBeANumberOrAString(String text, long number)
      throws MalformedMessageException {
    json.reset(text);
    assertEquals(number, json.number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "-1", "1.0", "1e3", "\"x\"", "\" 1\"", "1000000000000000000"})
  void anyOtherNumberIsRefused(String text) {
    json.reset(text);
    assertThrows(MalformedMessageException.class, json::number);
  }

  @Test
  void base64MayHoldEscapes() throws MalformedMessageException {
    byte[] audio = new byte[300];
    random.nextBytes(audio);
    byte[] into = new byte[300];
    for (String escaped : List.of("/", "\\/", "\\u002f")) {
      json.reset('"' + Base64.getEncoder().encodeToString(audio).replace("/", escaped) + '"');
      Arrays.fill(into, (byte) 0);
      assertEquals(300, json.base64(into));
      assertArrayEquals(audio, into);
      json.end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "\"AAAA", "\"AA\\\"AA\"", "\"A A=\"", "\"AAAAAAAA\"", "5"})
  void whatIsNoBase64OrTooLongIsRefused(String text) {
    json.reset(text);
    assertThrows(MalformedMessageException.class, () -> json.base64(new byte[5]));
  }

  @Test
  void aKeyIsOneOfSixteen() throws MalformedMessageException {
    for (char c = 0; c < 0x180; c++) {
      json.reset(new MessageTemplate("\"", "\"").withText(String.valueOf(c)));
      if ("0123456789*#ABCD".indexOf(c) >= 0) {
        assertEquals(c, json.key());
      } else {
        assertThrows(MalformedMessageException.class, json::key, () -> "not refused");
      }
    }
    for (String text : List.of("\"\"", "\"12\"", "5", "null")) {
      json.reset(text);
      assertThrows(MalformedMessageException.class, json::key, text);
    }
  }

  @Test
  void readingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] audio = new byte[160];
    String message = MEDIA.replace("//////8=", Base64.getEncoder().encodeToString(audio));
    long least = Long.MAX_VALUE;
    long bytes = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MESSAGES; i++) {
        bytes += readMedia(message, audio);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(160L * MESSAGES * ATTEMPTS, bytes);
    assertEquals(0, least / MESSAGES);
  }

  private int readMedia(String message, byte[] into) {
    int length = -1;
    try {
      json.reset(message);
      json.beginObject();
      while (json.nextField()) {
        if (!json.is("media")) {
          json.skip();
          continue;
        }
        json.beginObject();
        while (json.nextField()) {
          if (json.is("payload")) {
            length = json.base64(into);
          } else if (json.is("timestamp")) {
            assertEquals(40, json.number());
          } else {
            json.skip();
          }
        }
      }
      json.end();
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
    return length;
  }
}
