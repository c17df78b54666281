package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.MediaTokens.Claim;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTokensTest {
  private static final Duration LIFE = Duration.ofSeconds(30);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final MediaTokens tokens = tokens("one secret");
  private final StepReference step = new StepReference("abcdefgh", 2, 17);

  private MediaTokens tokens(String secret) {
    return new MediaTokens(secret.getBytes(StandardCharsets.UTF_8), time::now, LIFE);
  }

  private static void assertForeign(Claim claim) {
    assertEquals(new Claim.Bad(SocketFault.TOKEN_FOREIGN), claim);
  }

  @Test
  void standsForItsStep() {
    assertEquals(new Claim.Good(step), tokens.verify(tokens.mint(step)));
  }

  @Test
  void fitsIntoAUrl() {
    assertTrue(tokens.mint(step).matches("[A-Za-z0-9_-]{20,120}"));
  }

  @Test
  void isSpentOnce() {
    String token = tokens.mint(step);

    assertTrue(tokens.spend(token, store));
    assertFalse(tokens.spend(token, store));
  }

  @Test
  void staysSpentAsLongAsItCouldBeUsed() {
    String token = tokens.mint(step);
    tokens.spend(token, store);
    time.advance(LIFE);

    assertFalse(tokens.spend(token, store));
  }

  @Test
  void expires() {
    String token = tokens.mint(step);

    time.advance(LIFE);
    assertEquals(new Claim.Good(step), tokens.verify(token));
    time.advance(Duration.ofSeconds(1));
    assertEquals(new Claim.Bad(SocketFault.TOKEN_EXPIRED), tokens.verify(token));
  }

  @Test
  void ofAnotherSecretIsNotOurs() {
    assertForeign(tokens.verify(tokens("two secret").mint(step)));
  }

  @Test
  void withAnyBitFlippedIsNotOurs() {
    byte[] bytes = Base64.getUrlDecoder().decode(tokens.mint(step));
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertForeign(tokens.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcdefgh", "abcdefghi", "abcdefghij"})
  void hasOneSpellingOnlySoThatASpentOneCannotComeAgain(String callId) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
    StepReference call = new StepReference(callId, 0, 0);
    String token = tokens.mint(call);
    for (int at = 0; at < token.length(); at++) {
      for (int i = 0; i < alphabet.length(); i++) {
        String other = token.substring(0, at) + alphabet.charAt(i) + token.substring(at + 1);
        if (other.equals(token)) {
          assertEquals(new Claim.Good(call), tokens.verify(other));
        } else {
          assertForeign(tokens.verify(other));
        }
      }
    }
    assertForeign(tokens.verify(token + "="));
    assertForeign(tokens.verify(token + "=="));
    assertForeign(tokens.verify(token + "A"));
  }

  @Test
  void garbageIsNotOurs() {
    Random random = new Random(7);
    for (int round = 0; round < 1000; round++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      assertForeign(tokens.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(garbage)));
      assertForeign(tokens.verify(new String(garbage, StandardCharsets.ISO_8859_1)));
    }
    assertForeign(tokens.verify(""));
    assertForeign(tokens.verify("x".repeat(100_000)));
  }

  @Test
  void ofAnotherStepIsAnother() {
    assertNotEquals(tokens.mint(step), tokens.mint(new StepReference("abcdefgh", 2, 18)));
  }
}
