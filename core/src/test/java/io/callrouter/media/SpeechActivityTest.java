package io.callrouter.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.internal.stream.StreamFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told to speak when, and how loud. */
class SpeechActivityTest {
  private static final int SAMPLES_PER_MS = 8;
  private static final double SPEECH = -26;
  private static final double SILENCE = -127;

  private final StreamFixture stream = new StreamFixture();
  private final Random random = new Random(1);
  private final Notes notes = new Notes();
  private EndpointContext agent;

  @AfterEach
  void close() {
    stream.close();
  }

  private void listen() {
    stream.stream.tap(
        Map.of("speech", context -> SpeechActivity.listener(notes)), StreamFixture.CONTEXT);
    stream.connect(new Quiet());
  }

  /** The caller makes noise of that power. */
  private void say(double rmsDbfs, int ms) {
    byte[] audio = noise(rmsDbfs, ms);
    for (int i = 0; i < audio.length; i += 160) {
      byte[] frame = new byte[160];
      System.arraycopy(audio, i, frame, 0, 160);
      stream.advanceMs(AudioFormat.FRAME_MS);
      stream.say(frame);
    }
  }

  private byte[] noise(double rmsDbfs, int ms) {
    short[] samples = new short[SAMPLES_PER_MS * ms];
    for (int i = 0; i < samples.length && rmsDbfs > SILENCE; i++) {
      samples[i] = (short) (32768 * Math.pow(10, rmsDbfs / 20) * random.nextGaussian());
    }
    byte[] pcmu = new byte[samples.length];
    AudioFormat.Encoding.PCMU.encode(samples, 0, samples.length, pcmu, 0);
    return pcmu;
  }

  private List<String> speech() {
    stream.stream.end("over");
    stream.time.runReady();
    return notes.speech;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-65, -50, -40})
  void theCallersTalkspurtIsFoundToTheFrameInAnyNoise(double noise) {
    listen();
    say(noise, 1000);
    say(SPEECH, 800);
    say(noise, 1000);

    assertEquals(List.of("CALLER from 1000", "CALLER 1000 to 1800"), speech());
  }

  @Test
  void theAgentSpeaksWhenTheCallerHearsIt() {
    listen();
    say(SILENCE, 500);
    agent.item("a").send(noise(SPEECH, 2000));
    say(SILENCE, 700);
    agent.clear();
    say(SILENCE, 1000);

    assertEquals(List.of("AGENT from 500", "AGENT 500 to 1200"), speech());
  }

  @Test
  void bothAreHeardAtTheSameTime() {
    listen();
    say(-60, 500);
    agent.item("a").send(noise(SPEECH, 1000));
    say(-60, 400);
    say(SPEECH, 1000);
    say(-60, 1000);

    assertEquals(
        List.of("AGENT from 500", "CALLER from 900", "AGENT 500 to 1500", "CALLER 900 to 1900"),
        speech());
  }

  @Test
  void aClickIsNoSpeech() {
    listen();
    for (int i = 0; i < 10; i++) {
      say(-60, 200);
      say(-10, 40);
    }

    assertEquals(List.of(), speech());
  }

  @Test
  void aShortPauseIsNoneAndALongOneIs() {
    listen();
    say(-60, 500);
    say(SPEECH, 400);
    say(-60, 280);
    say(SPEECH, 400);
    say(-60, 300);
    say(SPEECH, 400);
    say(-60, 500);

    assertEquals(
        List.of("CALLER from 500", "CALLER 500 to 1580", "CALLER from 1880", "CALLER 1880 to 2280"),
        speech());
  }

  @Test
  void whatFadesEndsLaterThanItWouldBegin() {
    listen();
    say(-50, 1000);
    say(-41.5, 100); // 8.5 dB above the noise do not begin a talkspurt,
    say(SPEECH, 200);
    say(-41.5, 200); // but they carry one on.
    say(-50, 500);

    assertEquals(List.of("CALLER from 1100", "CALLER 1100 to 1500"), speech());
  }

  @Test
  void noiseThatBeginsIsSpeechForSomeSecondsOnly() {
    listen();
    say(-60, 1000);
    say(-40, 12_000);
    say(SPEECH, 500);
    say(-40, 1000);

    List<String> speech = speech();
    assertEquals("CALLER from 1000", speech.get(0));
    int end = Integer.parseInt(speech.get(1).replaceAll(".* to ", ""));
    assertTrue(end > 3000 && end < 8000, speech::toString);
    assertEquals(List.of("CALLER from 13000", "CALLER 13000 to 13500"), speech.subList(2, 4));
    assertEquals(4, speech.size());
  }

  @Test
  void speechWithItsPausesIsNeverTakenForNoise() {
    listen();
    say(-55, 500);
    // Words without a pause that would end a talkspurt, for half a minute.
    for (int i = 0; i < 60; i++) {
      say(SPEECH, 420);
      say(-55, 80);
    }
    say(-55, 1000);

    assertEquals(List.of("CALLER from 500", "CALLER 500 to 30420"), speech());
  }

  @Test
  void whoSpeaksWhenTheStreamEndsHasStopped() {
    listen();
    say(-60, 500);
    say(SPEECH, 500);

    assertEquals(List.of("CALLER from 500", "CALLER 500 to 1000"), speech());
  }

  @Test
  void levelsComeEveryHundredMilliseconds() {
    listen();
    say(-30, 200);
    agent.item("a").send(noise(-20, 100));
    say(SILENCE, 160);
    speech();

    assertEquals(List.of(0L, 100L, 200L), notes.levelsAt);
    assertLevel(-30, notes.callers.get(0));
    assertLevel(-30, notes.callers.get(1));
    assertEquals(new AudioLevel(-127, -127), notes.callers.get(2));
    assertEquals(new AudioLevel(-127, -127), notes.agents.get(1));
    assertLevel(-20, notes.agents.get(2));
  }

  private static void assertLevel(double rmsDbfs, AudioLevel level) {
    assertEquals(rmsDbfs, level.rmsDbfs(), 0.5);
    assertEquals(rmsDbfs + 11, level.peakDbfs(), 3); // as noise has it
  }

  @Test
  void aListenerThatThrowsIsToldNoMore() {
    listen();
    notes.broken = true;
    say(SPEECH, 1000);
    speech();

    assertEquals(1, stream.stream.counters().tapsFailed());
    assertEquals(1, notes.levelsAt.size());
  }

  /** Notes what it is told; times are in ms. */
  private static final class Notes implements SpeechListener {
    final List<String> speech = new ArrayList<>();
    final List<Long> levelsAt = new ArrayList<>();
    final List<AudioLevel> callers = new ArrayList<>();
    final List<AudioLevel> agents = new ArrayList<>();
    boolean broken;

    @Override
    public void onSpeechStart(TapContext context, Speaker speaker, Duration at) {
      speech.add(speaker + " from " + at.toMillis());
    }

    @Override
    public void onSpeechEnd(TapContext context, Speaker speaker, Duration start, Duration end) {
      speech.add(speaker + " " + start.toMillis() + " to " + end.toMillis());
    }

    @Override
    public void onLevels(TapContext context, Duration at, AudioLevel caller, AudioLevel agent) {
      levelsAt.add(at.toMillis());
      callers.add(caller);
      agents.add(agent);
      if (broken) {
        throw new IllegalStateException("out of order");
      }
    }
  }

  /** An agent that speaks when the test wants it to. */
  private final class Quiet implements AudioEndpoint {
    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      agent = context;
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}
  }
}
