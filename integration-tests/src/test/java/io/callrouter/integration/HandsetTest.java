package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.codec.G711;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Script;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Handset;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A live handset on either carrier, in virtual time: what is spoken into it, and what is heard. */
@ParameterizedClass
@EnumSource(Simulated.class)
class HandsetTest {
  private static final Duration FRAME = Duration.ofMillis(20);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int RATE_HZ = 8000;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Ear ear = new Ear();
  private final SimulatedCarrier carrier;
  private final CallRouter router;

  HandsetTest(Simulated kind) {
    carrier = kind.carrier(time);
    router =
        carrier
            .prepare(CallRouter.builder())
            .endpoint("echo", context -> Endpoints.echo())
            .route(
                "twice",
                Match.to("+14155550102"),
                flow -> {
                  flow.run(Action.connect("leaver"));
                  flow.run(Action.connect("echo"));
                })
            .endpoint("leaver", context -> Endpoints.script(HandsetTest::leave))
            .route("echo", Match.any(), Action.connect("echo"))
            .build();
    carrier.attach(router);
  }

  private static String leave(Script script) throws InterruptedException {
    script.play(Tones.clip(505));
    return "left";
  }

  /** Speaks what it was given, then is silent; keeps what it heard. */
  private static final class Ear implements Handset {
    private final List<Duration> heardAt = new ArrayList<>();
    private final List<short[]> heard = new ArrayList<>();
    private short[] toSay = new short[0];
    private int said;

    @Override
    public void speak(short[] frame) {
      int count = Math.min(frame.length, toSay.length - said);
      System.arraycopy(toSay, said, frame, 0, count);
      said += count;
    }

    @Override
    public void hear(Duration at, short[] frame) {
      heardAt.add(at);
      heard.add(frame);
    }

    /** All of it on the call's clock, as {@link SimulatedCaller#heard} has it. */
    short[] onTheClock(int samples) {
      short[] all = new short[samples];
      for (int i = 0; i < heard.size(); i++) {
        short[] frame = heard.get(i);
        System.arraycopy(frame, 0, all, sampleAt(heardAt.get(i)), frame.length);
      }
      return all;
    }

    /** Where one frame does not begin where the one before it ended. */
    List<Integer> gaps() {
      List<Integer> gaps = new ArrayList<>();
      for (int i = 1; i < heard.size(); i++) {
        int end = sampleAt(heardAt.get(i - 1)) + heard.get(i - 1).length;
        if (sampleAt(heardAt.get(i)) != end) {
          gaps.add(i);
        }
      }
      return gaps;
    }
  }

  @AfterEach
  void close() {
    router.close();
    time.close();
  }

  @Test
  void anEchoComesBackSampleForSampleAfterOneFrame() {
    ear.toSay = tone(500);
    SimulatedCaller caller = call().start().silentFor(SECOND.multipliedBy(2));
    int start = sampleAt(streamStart(caller));
    short[] heard = ear.onTheClock(3 * RATE_HZ);
    int begin = start + sampleAt(FRAME);
    assertArrayEquals(
        throughMuLaw(tone(500)), Arrays.copyOfRange(heard, begin, begin + tone(500).length));
    assertEquals(0, loudest(Arrays.copyOfRange(heard, 0, begin)));
    assertEquals(0, loudest(Arrays.copyOfRange(heard, begin + tone(500).length, heard.length)));
  }

  @Test
  void aFrameIsHandedOverAsSoonAsItIsOver() {
    SimulatedCaller caller = call().start();
    assertTrue(caller.until(() -> !ear.heard.isEmpty(), SECOND));
    Duration begun = streamStart(caller);
    assertEquals(begun, ear.heardAt.get(0));
    assertEquals(Handset.FRAME_SAMPLES, ear.heard.get(0).length);
    time.advance(SECOND.minus(FRAME));
    assertEquals(50, ear.heard.size());
    time.advance(FRAME.minusMillis(1));
    assertEquals(50, ear.heard.size());
    time.advance(Duration.ofMillis(1));
    assertEquals(51, ear.heard.size());
  }

  @Test
  void whatIsHandedOverIsWhatWasHeardWithoutAGap() {
    ear.toSay = tone(3000);
    SimulatedCaller caller =
        call().misbehaving(new Misbehaviour.JitteryMedia(7, Duration.ofMillis(90))).start();
    caller.silentFor(SECOND.multipliedBy(4)).hangUp().untilIdle();
    assertEquals(List.of(), ear.gaps());
    short[] heard = caller.heard();
    assertTrue(loudest(heard) > 0);
    assertArrayEquals(heard, ear.onTheClock(heard.length));
  }

  @Test
  void theRestOfAStreamIsHandedOverBeforeTheNextOne() {
    ear.toSay = tone(2000);
    SimulatedCaller caller = call().to("+14155550102").start();
    caller.silentFor(SECOND.multipliedBy(4)).hangUp().untilIdle();
    short[] heard = caller.heard();
    assertTrue(loudest(heard) > 0);
    assertArrayEquals(heard, ear.onTheClock(heard.length));
  }

  @Test
  void aStreamThatBreaksOffHandsOverAllThatWasHeard() {
    ear.toSay = tone(3000);
    SimulatedCaller caller =
        call().misbehaving(new Misbehaviour.CutInMidMessage(Duration.ofMillis(1507))).start();
    caller.untilIdle();
    Duration last = ear.heardAt.get(ear.heardAt.size() - 1);
    assertEquals(streamStart(caller).plusMillis(1500), last);
    assertEquals(7 * 8, ear.heard.get(ear.heard.size() - 1).length);
  }

  @Test
  void silenceIsNoSpeechAndAPauseEndsIt() {
    ear.toSay = new short[3 * RATE_HZ];
    System.arraycopy(tone(400), 0, ear.toSay, RATE_HZ, tone(400).length);
    SimulatedCaller caller = call().start().silentFor(SECOND.multipliedBy(4));
    Duration begun = streamStart(caller);
    List<TimelineEvent> speech =
        caller.events().stream()
            .filter(event -> event.kind() == Kind.SPEAKING || event.kind() == Kind.SPOKEN)
            .toList();
    assertEquals(
        List.of(Kind.SPEAKING, Kind.SPOKEN), speech.stream().map(TimelineEvent::kind).toList());
    assertEquals(begun.plusMillis(1020), speech.get(0).at());
    assertEquals(begun.plusMillis(1400 + 300), speech.get(1).at());
  }

  @Test
  void whatTheTestHasHimSayComesFirst() {
    ear.toSay = tone(400);
    SimulatedCaller caller = call().start();
    short[] clip = new short[RATE_HZ / 2];
    Arrays.fill(clip, (short) 4000);
    caller.speak(clip).silentFor(SECOND.multipliedBy(2));
    int begin = sampleAt(streamStart(caller).plus(FRAME));
    short[] heard = ear.onTheClock(3 * RATE_HZ);
    short[] expected = Arrays.copyOf(throughMuLaw(clip), clip.length + tone(400).length);
    System.arraycopy(throughMuLaw(tone(400)), 0, expected, clip.length, tone(400).length);
    assertArrayEquals(expected, Arrays.copyOfRange(heard, begin, begin + expected.length));
  }

  private CallSetup call() {
    return carrier.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE).handset(ear);
  }

  private static Duration streamStart(SimulatedCaller caller) {
    return caller.events().stream()
        .filter(event -> event.kind() == Kind.STREAM_START)
        .findFirst()
        .orElseThrow()
        .at();
  }

  /** Louder than any noise from its first sample on, and no multiple of a frame repeats it. */
  private static short[] tone(int ms) {
    short[] tone = new short[RATE_HZ / 1000 * ms];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (short) Math.round(9000 * Math.cos(2 * Math.PI * (300 + i * 0.01) * i / RATE_HZ));
    }
    return tone;
  }

  private static short[] throughMuLaw(short[] pcm) {
    byte[] codes = new byte[pcm.length];
    G711.PCMU.encode(pcm, 0, pcm.length, codes, 0);
    short[] decoded = new short[pcm.length];
    G711.PCMU.decode(codes, 0, codes.length, decoded, 0);
    return decoded;
  }

  private static int loudest(short[] samples) {
    int most = 0;
    for (short sample : samples) {
      most = Math.max(most, Math.abs(sample));
    }
    return most;
  }

  private static int sampleAt(Duration at) {
    return (int) (at.toNanos() / 125_000);
  }
}
