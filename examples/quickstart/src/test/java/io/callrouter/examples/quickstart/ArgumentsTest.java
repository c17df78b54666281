package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArgumentsTest {
  @Test
  void withoutAnyTheMenuAnswersAndNothingIsAskedFor() {
    assertEquals(new Arguments(Agent.MENU, null, null, false), Arguments.parse(List.of()));
  }

  @Test
  void thePhoneIsAskedForByItsName() {
    assertEquals(
        new Arguments(Agent.ECHO, null, null, true),
        Arguments.parse(List.of("--agent", "echo", "--phone")));
  }

  @Test
  void thePhoneAndOneCallAreTwoThings() {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> Arguments.parse(List.of("--phone", "--call", "caller.wav")));
    assertEquals("--phone and --call are two things: choose one", fault.getMessage());
  }

  @Test
  void realCallsComeFromAnyProviderUnlessOneIsNamed() {
    assertEquals(List.of(Provider.TWILIO, Provider.TELNYX), Arguments.parse(List.of()).providers());
    assertEquals(
        List.of(Provider.TELNYX), Arguments.parse(List.of("--provider", "telnyx")).providers());
  }

  @Test
  void agentProviderAndCallAreTaken() {
    assertEquals(
        new Arguments(Agent.ECHO, Provider.TELNYX, Path.of("caller.wav"), false),
        Arguments.parse(
            List.of("--call", "caller.wav", "--agent", "echo", "--provider", "telnyx")));
  }

  @ParameterizedTest
  @CsvSource({
    "--agent nobody, there is no agent nobody",
    "--agent, --agent needs a value",
    "--provider nobody, there is no provider nobody",
    "--provider, --provider needs a value",
    "--call, --call needs a value",
    "--help, there is no option --help"
  })
  void whatIsWrongIsSaid(String line, String message) {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class, () -> Arguments.parse(List.of(line.split(" "))));
    assertEquals(message, fault.getMessage());
  }
}
