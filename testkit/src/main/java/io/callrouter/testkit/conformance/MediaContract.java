package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is said arrives, both ways: as that tone, at that level, without a gap and without delay.
 * Time is virtual, so a delay is exact.
 */
interface MediaContract extends Contract {
  /** For the caller. */
  Tone CALLER_TONE = new Tone(440, 8000);

  /** For the endpoint. */
  Tone AGENT_TONE = new Tone(600, 8000);

  @Test
  default void whatTheCallerSaysIsHeardAtOnceWholeAndAtItsLevel() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().silentFor(Duration.ofMillis(500));
      long start = bench.time().nanoTime() - Duration.ofMillis(500).toNanos();
      caller.speak(CALLER_TONE.samples(2000)).untilIdle();
      Duration spoken = first(caller, Kind.SPEAKING).at();
      Duration heard = Duration.ofNanos(bench.agent().firstSoundNanos() - start);
      assertEquals(spoken, heard, "when the caller's first sound was heard");
      bench.agent().heard().assertIs(CALLER_TONE, 2000);
      caller.hangUp().untilIdle();
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  default void whatTheEndpointPlaysIsHeardAtOnceWholeAndAtItsLevel() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Talker::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertEquals(
          Duration.ZERO, first(caller, Kind.FIRST_AUDIO).took(), "from the stream's start on");
      new Passage(caller.heard()).assertIs(AGENT_TONE, Talker.MS);
      assertEquals(
          List.of(new PlayedItem("all", Talker.LENGTH, Talker.LENGTH, true)),
          bench.agent().played());
      caller.hangUp().untilIdle();
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  default void anEchoComesBackWithoutDelayAndWhole() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Echo::new)) {
      SimulatedCaller caller = bench.caller().start().silentFor(Duration.ofMillis(500));
      caller.speak(CALLER_TONE.samples(2000)).untilIdle();
      Duration spoken = first(caller, Kind.SPEAKING).at();
      Passage heard = new Passage(caller.heard());
      heard.assertIs(CALLER_TONE, 2000);
      assertEquals(
          spoken, Duration.ofNanos(heard.firstSound() * 125_000L), "when the echo was heard");
      caller.hangUp().untilIdle();
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  default void bothTalkAtOnceAndEachIsHeard() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Talker::new)) {
      SimulatedCaller caller =
          bench.caller().start().speak(CALLER_TONE.samples(Talker.MS)).untilIdle();
      bench.agent().heard().assertIs(CALLER_TONE, Talker.MS);
      new Passage(caller.heard()).assertIs(AGENT_TONE, Talker.MS);
      caller.hangUp().untilIdle();
    }
  }

  @Test
  default void keysReachTheEndpointOnceAndInOrder() {
    needs(CarrierFeature.LIVE_AUDIO, CarrierFeature.KEYS);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().silentFor(Duration.ofSeconds(1));
      caller.press("0123456789*#").untilIdle().hangUp().untilIdle();
      assertEquals("0123456789*#", bench.agent().keys());
    }
  }

  @Test
  default void whatWasHeardBeforeAnInterruptionIsToldWithin20Ms() {
    needs(CarrierFeature.LIVE_AUDIO, CarrierFeature.CLEAR);
    for (int ms : List.of(0, 130, 461, 1777, 1990)) {
      try (Bench bench = Bench.connecting(this, Talker::new)) {
        SimulatedCaller caller = bench.caller().start();
        caller.until(
            () -> bench.agents().stream().anyMatch(Agent::isConnected), Duration.ofSeconds(9));
        caller.silentFor(Duration.ofMillis(ms));
        Agent agent = bench.agent();
        agent.note(agent.context().clear());
        caller.silentFor(Duration.ofSeconds(3)).hangUp().untilIdle();
        long heard = new Passage(caller.heard()).soundMs();
        assertNear(ms, heard, 20, "ms the caller heard until he interrupted");
        assertNear(heard, agent.playedHeard().toMillis(), 20, "ms the endpoint was told of");
        assertTrue(!agent.played().get(0).complete(), "the item was cut");
      }
    }
  }

  @Test
  default void afterAnInterruptionTheNextIsHeardAtOnceAndWhole() {
    needs(CarrierFeature.LIVE_AUDIO, CarrierFeature.CLEAR);
    try (Bench bench = Bench.connecting(this, Talker::new)) {
      SimulatedCaller caller = bench.caller().start().silentFor(Duration.ofSeconds(1));
      Agent agent = bench.agent();
      agent.context().clear();
      caller.silentFor(Duration.ofSeconds(1));
      int before = caller.heard().length;
      agent.play(agent.context(), "next", CALLER_TONE.samples(1000));
      caller.untilIdle();
      short[] heard = caller.heard();
      Passage after = new Passage(Arrays.copyOfRange(heard, before, heard.length));
      assertEquals(0, after.firstSound(), "samples before the next one is heard");
      after.assertIs(CALLER_TONE, 1000);
      caller.hangUp().untilIdle();
    }
  }

  @Test
  default void mediaThatIsLateIsHeardWhole() {
    needs(CarrierFeature.LIVE_AUDIO);
    heardWith(new Misbehaviour.JitteryMedia(7, Duration.ofMillis(150))).assertIs(CALLER_TONE, 2000);
  }

  @Test
  default void mediaInDisorderIsPutInOrder() {
    needs(CarrierFeature.LIVE_AUDIO);
    Passage calm = heardWith(new Misbehaviour.JitteryMedia(7, Duration.ZERO)).sound();
    Passage disordered = heardWith(new Misbehaviour.DisorderedMedia(7, 0.1)).sound();
    assertArrayEquals(calm.samples(), disordered.samples());
  }

  @Test
  default void mediaThatIsMissingIsFilledInItsLength() {
    needs(CarrierFeature.LIVE_AUDIO);
    Passage heard = heardWith(new Misbehaviour.MissingMedia(7, 0.05)).sound();
    assertNear(2000, heard.ms(), 40, "ms from the first sound to the last");
    assertTrue(heard.soundMs() >= 1600, () -> "ms of sound: " + heard.soundMs());
    assertTrue(heard.soundMs() < 2000, "some of it was missing");
  }

  @Test
  default void aCarrierThatReadsSlowlyHoldsNobodyUp() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Talker::new)) {
      SimulatedCaller slow =
          misbehaving(bench.caller(), List.of(new Misbehaviour.SlowReader(Duration.ofMillis(100))))
              .start();
      SimulatedCaller calm = bench.caller().start();
      calm.silentFor(Duration.ofSeconds(5));
      new Passage(calm.heard()).assertIs(AGENT_TONE, Talker.MS);
      calm.hangUp();
      slow.hangUp().silentFor(Duration.ofMinutes(1));
      assertEquals(2, bench.records().size(), "records");
      bench.assertNothingIsHeld();
    }
  }

  private Passage heardWith(Misbehaviour how) {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller =
          misbehaving(bench.caller(), List.of(how)).start().silentFor(Duration.ofMillis(500));
      caller.speak(CALLER_TONE.samples(2000)).silentFor(Duration.ofSeconds(3));
      caller.hangUp().untilIdle();
      bench.record();
      return bench.agent().heard();
    }
  }

  private static void assertNear(long expected, long actual, long tolerance, String what) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance,
        () -> what + ": " + actual + ", not " + expected + " ± " + tolerance);
  }

  private static TimelineEvent first(SimulatedCaller caller, Kind kind) {
    Stream<TimelineEvent> all = caller.events().stream().filter(event -> event.kind() == kind);
    return all.findFirst().orElseThrow(() -> new AssertionError("no " + kind + " in the call"));
  }

  /** Says what it hears. */
  final class Echo extends Agent {
    private @Nullable PlayItem echo;

    @Override
    public Pace pace() {
      return Pace.LIVE;
    }

    @Override
    void begin(EndpointContext stream) {
      echo = stream.item("echo");
    }

    @Override
    public void onAudio(EndpointContext stream, AudioFrame frame) {
      PlayItem open = echo;
      if (open != null) {
        open.send(frame.array(), frame.offset(), frame.length());
      }
    }
  }

  /** Plays a tone of two seconds as soon as it may. */
  final class Talker extends Agent {
    static final int MS = 2000;
    static final Duration LENGTH = Duration.ofMillis(MS);

    @Override
    void begin(EndpointContext stream) {
      play(stream, "all", AGENT_TONE.samples(MS));
    }
  }
}
