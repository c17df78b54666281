package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.call.Action;
import io.callrouter.call.Target;
import io.callrouter.spi.StepReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What events repeat of what our commands left: states, and addresses of streams. */
class ClientStateFuzzTest {
  private final Addresses addresses = new Addresses("telnyx", TelnyxRequests.options().build());

  static Stream<byte[]> states() {
    Action.Dial dial = Action.dial(Target.phone("+15550100002"));
    return Stream.of(
            TelnyxRequests.state(Action.say("Hello.")),
            ClientState.ofLeg(TelnyxRequests.STEP, dial, 1).toBase64(),
            base64("callrouter/abcdefgh/000000.999999/start-tap/0009"),
            base64("callrouter/abcdefgh/0.1/say/"),
            "eyJrIjoxfQ==")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  @MethodSource("states")
  @FuzzTest
  void aStateIsReadAsItWasWrittenOrIsNone(byte[] input) {
    ClientState state = ClientState.read(new String(input, StandardCharsets.ISO_8859_1));
    if (state != null) {
      assertEquals(state, ClientState.read(state.toBase64()));
      assertTrue(state.kind().matches("[a-z-]{1,16}"), state.kind());
      assertEquals(state.step(), StepReference.parse(state.step().toPath()));
      assertTrue(!(state.isDialledLeg() && state.isTransferredLeg()));
      UUID command = UUID.fromString(CommandId.of(state.step(), state.kind()));
      assertEquals(5, command.version());
    }
  }

  static Stream<byte[]> urls() {
    String path = "/telnyx/media/" + TelnyxRequests.STEP.toPath() + "/t.o-k_e~n";
    return Stream.of(
            "wss://voice.example.test" + path,
            "ws://other.example.test:8080/proxy" + path,
            "wss://voice.example.test/?" + path,
            "wss://voice.example.test" + path + path,
            path)
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("urls")
  @FuzzTest
  void theAddressOfAStreamNamesAStepThatStandsInIt(byte[] input) {
    String url = new String(input, StandardCharsets.ISO_8859_1);
    StepReference step = addresses.stream(url);
    if (step != null) {
      assertTrue(url.matches("(?s)wss?://.*"), url);
      assertTrue(url.contains("/telnyx/media/" + step.callId() + "/"), url);
      assertEquals(step, addresses.stream(addresses.mediaUrl(step, "token")));
    }
    String token = addresses.token(url);
    if (token != null) {
      assertTrue(url.startsWith("/telnyx/media/") && url.endsWith("/" + token), url);
    }
  }
}
