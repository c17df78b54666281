package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioMessagesTest {
  @Test
  void readsTheThreeMessages() throws Exception {
    var media =
        TwilioMessages.parse(
            "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"//9/\"}}", "MZ1");
    assertArrayEquals(
        new byte[] {-1, -1, 0x7F}, assertInstanceOf(MediaMessage.Media.class, media).audio());
    assertEquals(
        new MediaMessage.Mark("u-7"),
        TwilioMessages.parse(
            "{\"event\":\"mark\",\"streamSid\":\"MZ1\",\"mark\":{\"name\":\"u-7\"}}", "MZ1"));
    assertEquals(
        new MediaMessage.Clear(),
        TwilioMessages.parse("{\"event\":\"clear\",\"streamSid\":\"MZ1\"}", "MZ1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{\"streamSid\":\"MZ1\"}",
        "{\"event\":\"clear\"}",
        "{\"event\":\"clear\",\"streamSid\":\"MZ2\"}",
        "{\"event\":\"clear\",\"streamSid\":\"MZ1\",\"why\":\"\"}",
        "{\"event\":\"clear\",\"streamSid\":\"MZ1\"} {}",
        "{\"event\":\"dtmf\",\"streamSid\":\"MZ1\",\"dtmf\":{\"digit\":\"1\"}}",
        "{\"event\":\"mark\",\"streamSid\":\"MZ1\",\"mark\":{\"name\":7}}",
        "{\"event\":\"mark\",\"streamSid\":\"MZ1\",\"mark\":\"m\"}",
        "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"?\"}}",
        "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"/w==\",\"track\":\"x\"}}",
        "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"sequenceNumber\":\"1\",\"media\":{\"payload\":\"/w==\"}}"
      })
  void refusesWhatTheCarrierWouldDrop(String text) {
    assertThrows(InvalidMediaMessage.class, () -> TwilioMessages.parse(text, "MZ1"));
  }
}
