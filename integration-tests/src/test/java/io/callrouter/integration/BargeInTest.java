package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the caller interrupts, what the router says was heard is what the carrier has played. */
class BargeInTest {
  private static final Duration TOLERANCE = Duration.ofMillis(20);
  private static final int SAMPLES_PER_MS = 8;

  private final List<PlayedItem> told = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 130, 461, 1000, 1777, 2990, 3003, 4500})
  void whatWasHeardIsToldWithin20Ms(int interruptedAtMs) {
    try (VirtualOffice office = office()) {
      TwilioCaller caller = office.call();
      caller.silentFor(Duration.ofMillis(interruptedAtMs)).press("1");
      caller.silentFor(Duration.ofSeconds(2)).hangUp().untilIdle();

      Duration heard = told.stream().map(PlayedItem::heard).reduce(Duration.ZERO, Duration::plus);
      Duration truth = Duration.ofMillis(soundMs(caller.heard()));
      assertTrue(
          heard.minus(truth).abs().compareTo(TOLERANCE) <= 0,
          "told " + heard + ", heard " + truth + ": " + told);
      assertTrue(truth.toMillis() <= interruptedAtMs + 20, "nothing is heard after the key");
      assertEquals(List.of("first", "second"), told.stream().map(PlayedItem::name).toList());
      assertFalse(told.get(1).complete());
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  void whatNobodyInterruptsIsHeardWholeAndWithoutAGap() {
    try (VirtualOffice office = office()) {
      TwilioCaller caller = office.call().untilIdle();
      caller.hangUp().untilIdle();
      short[] heard = caller.heard();
      int begin = firstSound(heard);
      short[] all = Tones.samples(5000);
      for (int i = 0; i < all.length; i++) {
        assertTrue(
            Math.abs(all[i] - heard[begin + i]) <= 300, "sample " + i + " of the second and half");
      }
      assertEquals(
          List.of(
              new PlayedItem("first", Duration.ofSeconds(3), Duration.ofSeconds(3), true),
              new PlayedItem("second", Duration.ofSeconds(2), Duration.ofSeconds(2), true)),
          told);
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  void aScriptsPromptIsCutByAKeyAndItsAccountIsTrue() {
    List<PlayedItem> prompts = new ArrayList<>();
    try (VirtualOffice office =
        VirtualOffice.of(
            builder ->
                builder
                    .endpoint(
                        "agent",
                        context ->
                            Endpoints.script(
                                script -> {
                                  prompts.add(script.play(Tones.clip(4000)));
                                  return script.digits(1, Duration.ofSeconds(1));
                                }))
                    .route("office", Match.any(), Action.connect("agent")))) {
      TwilioCaller caller = office.call().silentFor(Duration.ofMillis(1500));
      caller.press("5").untilIdle();
      Duration truth = Duration.ofMillis(soundMs(caller.heard()));
      assertFalse(prompts.get(0).complete());
      assertTrue(
          prompts.get(0).heard().minus(truth).abs().compareTo(TOLERANCE) <= 0,
          prompts + " but heard " + truth);
    }
  }

  private VirtualOffice office() {
    return VirtualOffice.of(
        builder ->
            builder
                .endpoint("agent", context -> new Talker())
                .route("office", Match.any(), Action.connect("agent")));
  }

  private static int firstSound(short[] heard) {
    int at = 0;
    while (heard[at] == 0) {
      at++;
    }
    return at;
  }

  /** How long there is sound: a tone whose samples are never zero for two in a row. */
  private static long soundMs(short[] heard) {
    int sound = 0;
    for (int i = 1; i < heard.length; i++) {
      if (heard[i] != 0 || heard[i - 1] != 0) {
        sound++;
      }
    }
    return sound / SAMPLES_PER_MS;
  }

  /** Gives all it has to say at once, in two items, and is silent as soon as a key is pressed. */
  private final class Talker implements AudioEndpoint {
    @Override
    public AudioFormat format(AudioFormat carrierFormat) {
      return AudioFormat.l16(8000);
    }

    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      short[] all = Tones.samples(5000);
      play(context.item("first"), all, 0, 3000 * SAMPLES_PER_MS);
      play(context.item("second"), all, 3000 * SAMPLES_PER_MS, all.length);
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void onDigit(EndpointContext context, char digit) {
      told.addAll(context.clear());
    }

    @Override
    public void onPlayed(EndpointContext context, PlayedItem item) {
      if (told.stream().noneMatch(other -> other.name().equals(item.name()))) {
        told.add(item);
      }
    }

    private void play(PlayItem item, short[] samples, int from, int to) {
      ByteBuffer bytes = ByteBuffer.allocate(2 * (to - from)).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = from; i < to; i++) {
        bytes.putShort(samples[i]);
      }
      item.send(bytes.array());
      item.end();
    }
  }
}
