package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.MediaTokens.Claim;
import io.callrouter.spi.StepReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens and steps of any text, beginning with genuine ones. */
class MediaTokensFuzzTest {
  private static final StepReference STEP = new StepReference("abcdefgh", 2, 17);
  private static final MediaTokens TOKENS = tokens("one secret");
  private static final String GENUINE = TOKENS.mint(STEP);

  private static MediaTokens tokens(String secret) {
    return new MediaTokens(
        secret.getBytes(StandardCharsets.UTF_8), () -> Instant.EPOCH, Duration.ofSeconds(30));
  }

  static Stream<byte[]> tokens() {
    return Stream.of(
            GENUINE, tokens("two secrets").mint(STEP), GENUINE + "=", GENUINE.repeat(2), "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("tokens")
  @FuzzTest
  void onlyTheOneThatWasMintedIsGood(byte[] input) {
    String token = new String(input, StandardCharsets.UTF_8);
    Claim expected =
        token.equals(GENUINE) ? new Claim.Good(STEP) : new Claim.Bad(SocketFault.TOKEN_FOREIGN);
    assertEquals(expected, TOKENS.verify(token));
  }

  static Stream<byte[]> steps() {
    return Stream.of("abcdefgh/2.17", "abc_EFG-/000000.999999", "abcdefgh/2.17/", "abcdefgh/-1.0")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("steps")
  @FuzzTest
  void aStepThatIsReadStandsInAPathAndIsMintedAndReadAgain(byte[] input) {
    StepReference step = StepReference.parse(new String(input, StandardCharsets.UTF_8));
    if (step == null) {
      return;
    }
    assertTrue(step.generation() >= 0 && step.step() >= 0);
    assertTrue(step.toPath().matches("[A-Za-z0-9_-]{8,64}/[0-9]{1,6}\\.[0-9]{1,6}"));
    assertEquals(step, StepReference.parse(step.toPath()));
    String token = TOKENS.mint(step);
    assertTrue(token.matches("[A-Za-z0-9_-]{1,200}"), token);
    assertEquals(new Claim.Good(step), TOKENS.verify(token));
  }
}
