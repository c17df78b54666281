package io.callrouter.spi.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {
  private final Random random = new Random(Long.getLong("callrouter.seed", 20261121L));
  private final MessageTemplate template = new MessageTemplate("{\"of\":{\"it\":\"", "\"}}");

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
    assertEquals("{\"of\":{\"it\":\"" + payload + "\"}}", template.withBase64(audio, 2, length));
  }

  @Test
  void whatLiesOutsideTheArrayIsRefused() {
    byte[] audio = new byte[160];
    assertThrows(IndexOutOfBoundsException.class, () -> template.withBase64(audio, 1, 160));
    assertEquals(template.withBase64(audio, 0, 160), template.withBase64(new byte[161], 1, 160));
  }

  @Test
  void textIsReadBackByJacksonAsItWas() throws Exception {
    ObjectMapper jackson = new ObjectMapper();
    for (String text : List.of("", "m17", "é\"\\\n\u0001\u001f\u007f😀", "\\u0041", "\"}}")) {
      assertEquals(
          text, jackson.readTree(template.withText(text)).path("of").path("it").textValue());
    }
  }
}
