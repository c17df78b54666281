package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.Endpoints;
import io.callrouter.media.TapContext;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tap on a stream of its own, through the provider, beside all that a call does. */
class TapStreamTest {
  private static final int SAMPLES_PER_MS = 8;

  private final List<Recorder> recorders = new ArrayList<>();

  /** Keeps both sides as the carrier brought them. */
  private static final class Recorder implements AudioTap {
    final ByteArrayOutputStream caller = new ByteArrayOutputStream();
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    int closed;

    @Override
    public void onAudio(TapContext context, AudioFrame said, AudioFrame played) {
      caller.write(said.array(), said.offset(), said.length());
      heard.write(played.array(), played.offset(), played.length());
    }

    @Override
    public void close() {
      closed++;
    }

    short[] heardSamples() {
      return samples(heard.toByteArray());
    }

    short[] callerSamples() {
      return samples(caller.toByteArray());
    }

    private static short[] samples(byte[] muLaw) {
      short[] samples = new short[muLaw.length];
      io.callrouter.codec.G711.PCMU.decode(muLaw, 0, muLaw.length, samples, 0);
      return samples;
    }
  }

  private CallRouterBuilder office(CallRouterBuilder builder) {
    return builder
        .tap(
            "recorder",
            context -> {
              Recorder recorder = new Recorder();
              recorders.add(recorder);
              return recorder;
            })
        .endpoint("greeting", context -> Endpoints.player(Tones.clip(1000)))
        .route("office", Match.any(), TapStreamTest::answer);
  }

  private static void answer(Flow flow) {
    flow.run(Action.startTap("recorder"));
    flow.run(Action.gather("Press one.").digits(1));
    flow.run(Action.connect("greeting"));
    flow.run(Action.pause(Duration.ofSeconds(1)));
    flow.run(Action.stopTap("recorder"));
    flow.run(Action.say("Goodbye."));
  }

  /** Where the sound begins and ends, in samples. */
  private static int[] sound(short[] samples) {
    int from = 0;
    while (samples[from] == 0) {
      from++;
    }
    int to = samples.length;
    while (samples[to - 1] == 0) {
      to--;
    }
    return new int[] {from, to};
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itHearsBothSidesOnTheCarriersClockWhileTheFlowGoesOn(boolean twoNodes) {
    try (VirtualOffice office =
        twoNodes
            ? VirtualOffice.ofTwo(this::office, delivery -> delivery.kind() == Delivery.Kind.MEDIA)
            : VirtualOffice.of(this::office)) {
      TwilioCaller caller = office.call().speak(Tones.samples(300)).untilIdle();
      assertEquals(1, recorders.size());
      caller.press("1").untilIdle();

      assertEquals(List.of("Gather", "Connect", "Pause", "Say"), caller.verbs());
      assertEquals(List.of(), caller.alerts());
      Recorder recorder = recorders.get(0);
      assertEquals(1, recorder.closed);
      assertEquals(recorder.caller.size(), recorder.heard.size());

      short[] heard = caller.heard();
      short[] taped = recorder.heardSamples();
      int[] there = sound(heard);
      int[] here = sound(taped);
      assertArrayEquals(
          Arrays.copyOfRange(heard, there[0], there[1]),
          Arrays.copyOfRange(taped, here[0], here[1]));
      int[] said = sound(recorder.callerSamples());
      assertEquals(300 * SAMPLES_PER_MS, said[1] - said[0], 1);
      assertTrue(here[0] > said[1], "the greeting comes after what the caller said");

      assertEquals(EndCause.COMPLETED, office.record().cause());
      assertEquals(List.of(), office.record().notes());
      office.nodes.forEach(
          node ->
              assertEquals(
                  0,
                  node.metrics().stream()
                      .filter(metric -> metric.name().equals("sockets.open"))
                      .findFirst()
                      .orElseThrow()
                      .value()));
    }
  }

  @Test
  void aCallerWhoHangsUpEndsIt() {
    try (VirtualOffice office = VirtualOffice.of(this::office)) {
      TwilioCaller caller = office.call().untilIdle();
      assertTrue(caller.call().capabilities().contains(Capability.TAP));
      caller.hangUp().untilIdle();

      assertEquals(1, recorders.get(0).closed);
      assertEquals(EndCause.COMPLETED, office.record().cause());
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  void aSocketThatBreaksLeavesTheCallAlone() {
    try (VirtualOffice office = VirtualOffice.of(this::office)) {
      TwilioCaller caller = office.call().untilIdle().cutTaps();
      caller.press("1").untilIdle();

      assertEquals(1, recorders.get(0).closed);
      assertEquals(List.of("Gather", "Connect", "Pause", "Say"), caller.verbs());
      assertEquals(List.of("Press one.", "Goodbye."), caller.heardSpeech());
      assertEquals(EndCause.COMPLETED, office.record().cause());
    }
  }
}
