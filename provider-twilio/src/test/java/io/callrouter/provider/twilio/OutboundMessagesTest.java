package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundMessagesTest {
  private final Random random = new Random(Seed.VALUE);
  private final OutboundMessages messages = new OutboundMessages("MZ1");

  @Test
  void aPieceOfAnyLengthFollowsOneOfAnyOther() {
    for (int i = 0; i < 1000; i++) {
      assertWritten(random.nextInt(400));
    }
    assertWritten(160);
    assertWritten(0);
    assertWritten(160);
  }

  private void assertWritten(int length) {
    byte[] audio = new byte[length + 3];
    random.nextBytes(audio);
    String payload = Base64.getEncoder().encodeToString(Arrays.copyOfRange(audio, 2, 2 + length));
    assertEquals(
        "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"" + payload + "\"}}",
        messages.media(audio, 2, length));
  }
}
