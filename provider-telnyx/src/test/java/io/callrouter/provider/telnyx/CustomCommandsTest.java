package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.STEP;
import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.ringing;
import static io.callrouter.provider.telnyx.SentCommands.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.Directive.Handover;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomCommandsTest {
  private final SentCommands sent = new SentCommands();
  private final CustomCommands customs = new CustomCommands(sent.sender);

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void transfersToAPhone() {
    assertEquals(
        Handover.TAKEN,
        send(
            customs.custom(
                Action.custom(
                    "telnyx:transfer",
                    Map.of("to", "+14155550122", "from", "+14155550100", "timeout_secs", "20")),
                answered())));
    sent.assertSent(
        "transfer",
        "custom",
        """
        {"to":"+14155550122","from":"+14155550100","timeout_secs":20,
         "target_leg_client_state":"%s"}"""
            .formatted(new ClientState(STEP, "custom", 0).toBase64()));
  }

  @Test
  void transfersToASipAddress() {
    Action.Custom action =
        Action.custom("telnyx:transfer", Map.of("to", "sips:sales@pbx.example.com?X-Id=7"));
    send(customs.custom(action, answered()));
    assertEquals("sip:sales@pbx.example.com", sent.body().path("to").asText());
    assertEquals("TLS", sent.body().path("sip_transport_protocol").asText());
    assertEquals(
        SentCommands.json("[{\"name\":\"X-Id\",\"value\":\"7\"}]"),
        sent.body().path("custom_headers"));
    assertFalse(sent.body().has("from"));
  }

  @Test
  void sendsDigitsAndIsDone() {
    Action.Custom action = Action.custom("telnyx:send-dtmf", Map.of("digits", "12w34#*ABCDW"));
    assertEquals(Handover.DONE, send(customs.custom(action, answered())));
    sent.assertSent("send_dtmf", "custom", "{\"digits\":\"12w34#*ABCDW\"}");
  }

  @Test
  void answersFirst() {
    Action.Custom action = Action.custom("telnyx:send-dtmf", Map.of("digits", "1"));
    assertEquals(Handover.ANSWERING, send(customs.custom(action, ringing())));
    assertTrue(sent.http.requests().get(0).url().toString().endsWith("/actions/answer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1e", "12 34", "w1\n", "ü"})
  void digitsThatTelnyxDoesNotKnowAreRefusedAndNotRepeated(String digits) {
    IllegalArgumentException thrown =
        refused(Action.custom("telnyx:send-dtmf", Map.of("digits", digits)));
    assertEquals(
        "telnyx:send-dtmf takes 0-9 A-D * #, w to wait 0.5 s and W to wait 1 s",
        thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "601", "-5", "1e1", "", "99999999999"})
  void ringTimeOutsideOfTelnyxsBoundsIsRefused(String seconds) {
    IllegalArgumentException thrown =
        refused(
            Action.custom(
                "telnyx:transfer", Map.of("to", "+14155550122", "timeout_secs", seconds)));
    assertTrue(thrown.getMessage().contains("from 5 to 600"), thrown::getMessage);
  }

  @Test
  void missingAndUnknownArgumentsAreNamed() {
    assertEquals(
        "telnyx:transfer needs the argument to",
        refused(Action.custom("telnyx:transfer", Map.of())).getMessage());
    assertEquals(
        "telnyx:transfer takes no audio, too",
        refused(Action.custom("telnyx:transfer", Map.of("too", "1", "audio", "2"))).getMessage());
    refused(Action.custom("telnyx:transfer", Map.of("to", "4155550122")));
    refused(Action.custom("telnyx:transfer", Map.of("to", "+14155550122", "from", "me")));
  }

  @Test
  void whatTelnyxDoesNotKnowIsRefusedByName() {
    UnsupportedCapabilityException thrown =
        assertThrows(
            UnsupportedCapabilityException.class,
            () -> customs.custom(Action.custom("twilio:redirect", Map.of()), answered()));
    assertTrue(thrown.getMessage().contains("twilio:redirect"), thrown::getMessage);
    assertTrue(thrown.getMessage().contains("telnyx:send-dtmf"), thrown::getMessage);
  }

  private IllegalArgumentException refused(Action.Custom action) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> customs.custom(action, answered()));
    assertEquals(List.of(), sent.http.requests());
    return thrown;
  }
}
