package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.callrouter.spi.StepReference;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandIdTest {
  private static final StepReference STEP = new StepReference("call-0001", 0, 2);

  /** The vector of RFC 9562, appendix A.4. */
  @Test
  void isAUuidOfVersion5() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
        CommandId.uuid(dns, "www.example.com"));
  }

  @Test
  void sameCommandOfTheSameStepHasTheSameIdOnEveryNode() {
    assertEquals(
        CommandId.of(STEP, "speak/v3:a"),
        CommandId.of(new StepReference("call-0001", 0, 2), "speak/v3:a"));
    assertEquals(5, UUID.fromString(CommandId.of(STEP, "speak/v3:a")).version());
  }

  @Test
  void otherCommandStepGenerationOrCallHasAnother() {
    String id = CommandId.of(STEP, "speak");
    assertNotEquals(id, CommandId.of(STEP, "answer"));
    assertNotEquals(id, CommandId.of(new StepReference("call-0001", 0, 3), "speak"));
    assertNotEquals(id, CommandId.of(new StepReference("call-0001", 1, 2), "speak"));
    assertNotEquals(id, CommandId.of(new StepReference("call-0002", 0, 2), "speak"));
  }
}
