package io.callrouter.spi.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64AudioTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);

  private final Random random = new Random(SEED);

  @Test
  void decodesWhatTheJdkEncodesWithOrWithoutPadding() throws MalformedMessageException {
    for (int length = 0; length < 400; length++) {
      byte[] audio = new byte[length];
      random.nextBytes(audio);
      assertDecoded(audio, Base64.getEncoder().encodeToString(audio));
      assertDecoded(audio, Base64.getEncoder().withoutPadding().encodeToString(audio));
    }
  }

  private static void assertDecoded(byte[] expected, String text) throws MalformedMessageException {
    byte[] into = new byte[400];
    int length = Base64Audio.decode("<<" + text + ">", 2, 2 + text.length(), into);
    assertArrayEquals(expected, Arrays.copyOf(into, length));
  }

  @Test
  void refusesALetterThatIsNoneWhereverItStands() {
    String text = "AAAAAAAAAAA";
    for (int i = 0; i < text.length(); i++) {
      for (char c : new char[] {'-', '\\', '"', '=', 0x7F, 0xC1, 0x141}) {
        String wrong = text.substring(0, i) + c + text.substring(i + 1);
        assertThrows(
            MalformedMessageException.class,
            () -> Base64Audio.decode(wrong, 0, wrong.length(), new byte[400]));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "AAAAA",
        "AA=",
        "A===",
        "====",
        "AA=A",
        "AAA=AAAA",
        "AA-_",
        "AA A",
        "AAA\u0141",
        "AA\u00ff\u0100",
        "AAAA=",
        "AAAAAA=="
      })
  void refusesWhatIsNotBase64OrTooLong(String text) {
    assertThrows(
        MalformedMessageException.class,
        () -> Base64Audio.decode(text, 0, text.length(), new byte[3]));
  }
}
