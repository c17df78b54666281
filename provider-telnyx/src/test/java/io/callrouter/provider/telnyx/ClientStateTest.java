package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.call.Action;
import io.callrouter.call.Target;
import io.callrouter.spi.StepReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientStateTest {
  private static final StepReference STEP = new StepReference("Zm9vYmFyYmF6cXV4LTAwMQ", 2, 13);

  @Test
  void whatIsWrittenIsRead() {
    ClientState state = ClientState.of(STEP, Action.say("Good morning."));
    assertEquals(new ClientState(STEP, "say", null), state);
    assertEquals(state, ClientState.read(state.toBase64()));
  }

  @Test
  void legsAreToldFromTheCallThatDialled() {
    Action.Dial dial = Action.dial(Target.phone("+15550100003"));
    ClientState state = ClientState.ofLeg(STEP, dial, 1);
    assertEquals(new ClientState(STEP, "dial", 1), state);
    assertEquals(state, ClientState.read(state.toBase64()));
  }

  @Test
  void formIsBase64OfReadableText() {
    assertEquals(
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/start-tap",
        decoded(ClientState.of(STEP, Action.startTap("recorder")).toBase64()));
    assertEquals(
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/dial/1",
        decoded(ClientState.ofLeg(STEP, Action.dial(Target.sip("sip:a@b.test")), 1).toBase64()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "have a nice day =]",
        "callrouter",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2/say",
        "callrouter/short/2.13/say",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/Say",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/dial/-1",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/dial/99999",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/say/1/2",
        "callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.1\u0663/say",
        "Callrouter/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/say\n",
      })
  void foreignStateIsNone(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertNull(ClientState.read(Base64.getEncoder().encodeToString(bytes)));
  }

  @Test
  void whatIsNotBase64OrTooLongIsNone() {
    assertNull(ClientState.read(null));
    assertNull(ClientState.read("not base64!"));
    assertNull(ClientState.read("Y"));
    String state = ClientState.of(STEP, Action.hangup()).toBase64();
    assertNull(ClientState.read(state + "\n"));
    assertNull(ClientState.read("A".repeat(100_000)));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
  }
}
