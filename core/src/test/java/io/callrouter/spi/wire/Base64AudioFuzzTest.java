package io.callrouter.spi.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads of any text, read beside the JDK's decoder. */
class Base64AudioFuzzTest {
  private static final int ROOM = 64;

  static Stream<byte[]> payloads() {
    return Stream.of(
            "//////8=", "QQ==", "QQ", "QUI=", "QUJD", "ab+/", "=", "QQ=", "A===", "Q\u0000==")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("payloads")
  @FuzzTest
  void takesWhatTheJdkTakesAsTheSameBytes(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    byte[] expected = jdk(text);
    byte[] into = new byte[ROOM];
    try {
      int bytes = Base64Audio.decode(text, 0, text.length(), into);
      assertArrayEquals(expected, Arrays.copyOf(into, bytes), text);
    } catch (MalformedMessageException e) {
      assertTrue(expected == null || expected.length > ROOM, text);
    }
  }

  private static byte[] jdk(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @MethodSource("payloads")
  @FuzzTest
  void bytesThatWereWrittenAreReadAgain(byte[] audio) throws MalformedMessageException {
    String message =
        new MessageTemplate("{\"payload\":\"", "\"}").withBase64(audio, 0, audio.length);
    JsonCursor json = new JsonCursor();
    json.reset(message);
    json.beginObject();
    assertTrue(json.nextField());
    byte[] into = new byte[audio.length];
    assertEquals(audio.length, json.base64(into));
    assertArrayEquals(audio, into);
    assertEquals("{\"payload\":\"" + Base64.getEncoder().encodeToString(audio) + "\"}", message);
  }
}
