package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.Match;
import io.callrouter.codec.DtmfTone;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Keys that come as tones in the caller's voice, through the provider to the endpoint. */
class KeyTonesTest {
  private static final int SAMPLES_PER_MS = 8;

  private final StringBuilder keys = new StringBuilder();
  private final AtomicInteger told = new AtomicInteger();

  /** Keeps the keys it is told. */
  private final class Listener implements AudioEndpoint {
    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void onDigit(EndpointContext context, char digit) {
      keys.append(digit);
    }
  }

  private CallRouterBuilder office(CallRouterBuilder builder, Action.Connect connect) {
    return builder
        .endpoint("agent", context -> new Listener())
        .listener((call, event) -> told.addAndGet(event.kind() == CallEvent.Kind.DIGIT ? 1 : 0))
        .route("office", Match.any(), connect);
  }

  private void call(Action.Connect connect, String tones, String reported) {
    try (VirtualOffice office = VirtualOffice.of(builder -> office(builder, connect))) {
      TwilioCaller caller = office.call();
      for (int i = 0; i < tones.length(); i++) {
        short[] press = new short[200 * SAMPLES_PER_MS];
        new DtmfTone(tones.charAt(i), 8000, 100, DtmfTone.NOMINAL_LEVEL_DBM0)
            .read(press, 0, press.length);
        caller.speak(press);
      }
      caller.press(reported).untilIdle().hangUp().untilIdle();
    }
  }

  @Test
  void tonesAreToldAsKeysWhereTheConnectAsksForThem() {
    call(Action.connect("agent").detectKeys(), "42#", "");
    assertEquals("42#", keys.toString());
    assertEquals(3, told.get());
  }

  @Test
  void aKeyThatIsReportedAndHeardIsToldOnce() {
    call(Action.connect("agent").detectKeys(), "4422", "4422");
    assertEquals("4422", keys.toString());
    assertEquals(4, told.get());
  }

  @Test
  void tonesAreNoKeysOtherwise() {
    call(Action.connect("agent"), "42#", "7");
    assertEquals("7", keys.toString());
  }
}
