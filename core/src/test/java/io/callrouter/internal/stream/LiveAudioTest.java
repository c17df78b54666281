package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An echo, whose frames come in real time, with jitter and with stalls. */
class LiveAudioTest {
  private static final int SILENCE = 0xFF;

  private final StreamFixture call = new StreamFixture();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void eachFrameIsEchoedAtOnceAndUntouched() {
    call.connect(Endpoints.echo());
    for (int i = 0; i < 500; i++) {
      call.say(noise(i));
      assertEquals(20 * (i + 1), call.carrier.sentMs());
      call.advanceMs(20);
    }
    assertArrayEquals(said.toByteArray(), call.carrier.heard());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void jitterCostsNoFrame(long seed) {
    Random random = new Random(seed);
    call.connect(Endpoints.echo());
    long now = 0;
    for (int i = 0; i < 3000; i++) {
      // Late by up to 120 ms now and then, and in order.
      int late = random.nextInt(100) < 5 ? random.nextInt(120) : random.nextInt(15);
      long arrival = Math.max(now, 20L * i + late);
      call.advanceMs(arrival - now);
      now = arrival;
      call.say(noise(random.nextLong()));
    }
    call.advanceMs(500);

    assertArrayEquals(said.toByteArray(), call.carrier.heard(), "seed " + seed);
    assertEquals(0, call.stream.counters().liveFramesTrimmed());
  }

  @Test
  void aFrameThatStandsBeforeAFullLeadIsNotDropped() {
    call.connect(Endpoints.echo());
    for (int i = 0; i < 9; i++) {
      call.say(noise(i));
    }
    for (int i = 9; i < 250; i++) {
      call.advanceMs(i == 9 ? 15 : 20);
      call.say(noise(i));
    }
    call.advanceMs(500);

    assertArrayEquals(said.toByteArray(), call.carrier.heard());
    assertEquals(0, call.stream.counters().liveFramesTrimmed());
  }

  @Test
  void aLiveItemIsMarkedEachSecondOnceItsLagIsKnownAndMoreOftenWhileATapListens() {
    call.connect(Endpoints.echo());
    call.carrier.markDelay = Duration.ofMillis(30);
    speak(1000);
    assertEquals(3, marks(), "each 200 ms until three are back");
    speak(9000);
    assertEquals(9, marks(), "each second from there");

    call.stream.tap(Map.of("recorder", context -> new FakeTap()), StreamFixture.CONTEXT);
    call.time.runReady();
    speak(1000);
    call.carrier.forget();
    speak(10_000);
    assertEquals(50, marks(), "with a tap");
  }

  /** How many marks were sent since the last question. */
  private long marks() {
    long marks = call.carrier.messages().stream().filter(it -> it.startsWith("mark")).count();
    call.carrier.forget();
    return marks;
  }

  @Test
  void aLeadThatJitterHasFilledMakesNoFrameWait() {
    call.connect(Endpoints.echo());
    speak(1000);
    burst(160);
    burst(180);
    call.advanceMs(40);
    Random random = new Random(1);
    int late = 0;
    for (int i = 0; i < 200; i++) {
      int next = random.nextInt(10);
      call.advanceMs(20 + next - late);
      late = next;
      long sent = call.carrier.sentMs();
      call.say(noise(i));
      assertEquals(sent + 20, call.carrier.sentMs());
    }
    assertEquals(0, trimmed());
  }

  @Test
  void whatComesInABurstIsSentNoFurtherAheadThanTheLead() {
    call.connect(Endpoints.echo());
    speak(1000);
    burst(500);
    assertTrue(call.carrier.bufferedMs() <= 160, () -> call.carrier.bufferedMs() + " ms");
  }

  @Test
  void aLeadThatJitterHasFilledAndNothingNeedsIsMadeRoomIn() {
    call.connect(Endpoints.echo());
    speak(1000);
    burst(160);
    burst(180);
    speak(8000);
    assertEquals(0, trimmed());
    assertEquals(180, delayMs(), 1);

    speak(4000);
    long made = trimmed();
    assertEquals(140, delayMs(), 1);
    speak(20_000);

    assertEquals(2, made);
    assertEquals(made, trimmed());
  }

  @Test
  void aStallLeavesNoDelayAfterASecond() {
    call.connect(Endpoints.echo());
    speak(1000);
    burst(500);
    assertTrue(delayMs() >= 480);

    speak(1000);

    assertTrue(delayMs() <= 20, () -> delayMs() + " ms");
    long trimmed = call.stream.counters().liveFramesTrimmed();
    assertEquals((500 - 20) / AudioFormat.FRAME_MS, trimmed);
    assertEquals(0, said.size() % call.format.bytesPerFrame());
    speak(3000);
    assertEquals(trimmed, call.stream.counters().liveFramesTrimmed());
  }

  @Test
  void aQueueThatStandsForAMomentLosesNotEvenSilence() {
    call.connect(Endpoints.echo());
    for (int pause = 0; pause < 5; pause++) {
      speak(200);
      call.advanceMs(400);
      for (int i = 0; i < 15; i++) {
        call.say(call.frame(SILENCE));
      }
      for (int i = 0; i < 17; i++) {
        call.advanceMs(20);
        call.say(call.frame(SILENCE));
      }
      call.advanceMs(400);
    }
    assertEquals(0, call.stream.counters().liveFramesTrimmed());
    assertEquals(5 * (200 + 32 * 20), call.carrier.heard().length / call.format.bytesOf(1));
  }

  @Test
  void aSourceThatSendsInBurstsLosesNothing() {
    call.connect(Endpoints.echo());
    for (int i = 0; i < 100; i++) {
      burst(300);
    }
    call.advanceMs(300);

    assertArrayEquals(said.toByteArray(), call.carrier.heard());
  }

  @Test
  void silenceIsDroppedBeforeSpeech() {
    call.connect(Endpoints.echo());
    speak(1000);
    burst(500);
    for (int i = 0; i < 60; i++) {
      call.advanceMs(20);
      if (i % 5 == 4) {
        call.say(noise(i));
      } else {
        call.say(call.frame(SILENCE));
      }
    }
    call.advanceMs(1000);

    assertTrue(delayMs() == 0);
    assertTrue(call.stream.counters().liveFramesTrimmed() >= 15);
    assertArrayEquals(said.toByteArray(), withoutSilence(call.carrier.heard()));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100, 120, 160})
  void aCushionThatWasThereBeforeAStallIsThereAfterIt(int cushionMs) {
    call.connect(new CushionedEcho(cushionMs));
    speak(2000);
    double before = delayMs();
    burst(500);
    speak(1000);

    assertEquals(before, delayMs(), 10);
    assertEquals((500 - cushionMs - 20) / 20.0, (double) trimmed(), 1);
  }

  @Test
  void aStallThatTheCushionOutlastsCostsNothing() {
    call.connect(new CushionedEcho(120));
    speak(1000);
    burst(120);
    speak(3000);
    call.advanceMs(500);

    assertEquals(0, trimmed());
    assertEquals(120 + 4120, call.carrier.heard().length / call.format.bytesOf(1));
  }

  @Test
  void aSourceThatPausesLosesNothing() {
    call.connect(Endpoints.echo());
    for (int i = 0; i < 20; i++) {
      speak(500);
      call.advanceMs(700);
    }
    assertArrayEquals(said.toByteArray(), call.carrier.heard());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomStallsLeaveTheDelayThatWasThereAndCountWhatTheyCost(long seed) {
    Random random = new Random(seed);
    int cushionMs = 20 * random.nextInt(8);
    call.connect(new CushionedEcho(cushionMs));
    speakUnevenly(random, 2000);
    double before = usualDelayMs(random);
    for (int stall = 0; stall < 10; stall++) {
      burst(300 + 20 * random.nextInt(60));
      speakUnevenly(random, 1000);
      double after = usualDelayMs(random);
      assertEquals(before, after, 30, "seed " + seed + ", cushion " + cushionMs);
    }
    call.advanceMs(1000);

    long lost = trimmed() + call.stream.counters().liveFramesRefused();
    int heardMs = call.carrier.heard().length / call.format.bytesOf(1);
    int saidMs = said.size() / call.format.bytesOf(1);
    assertEquals(saidMs + cushionMs, heardMs + 20 * lost, "seed " + seed);
  }

  @Test
  void anotherStallIsFoundAfterOneWasDealtWith() {
    call.connect(Endpoints.echo());
    for (int stall = 0; stall < 3; stall++) {
      speak(2000);
      burst(400);
      speak(1000);
      assertTrue(delayMs() <= 180, () -> delayMs() + " ms");
    }
  }

  @Test
  void moreThanTheQueueHoldsIsRefusedAndCounted() {
    FakeEndpoint endpoint = new FakeEndpoint();
    endpoint.pace = Pace.LIVE;
    call.connect(endpoint);
    PlayItem item = endpoint.context.item("room");
    int taken = 0;
    for (int i = 0; i < 50; i++) {
      taken += item.send(call.frame(i)) ? 1 : 0;
    }
    assertEquals((160 + 500) / AudioFormat.FRAME_MS, taken);
    assertEquals(50 - taken, call.stream.counters().liveFramesRefused());

    call.advanceMs(20);
    assertTrue(item.send(call.frame(1)), "a live item goes on");
  }

  @Test
  void aStuckSocketKeepsTheQueueWithinItsBound() {
    call.connect(Endpoints.echo());
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    speak(10_000);
    call.carrier.releaseAll();
    speak(1000);

    assertTrue(call.carrier.sentMs() <= 20 + 500 + 1000 + 20, () -> call.carrier.sentMs() + " ms");
    assertTrue(delayMs() <= 180, () -> delayMs() + " ms");
    assertFalse(call.stream.counters().liveFramesRefused() == 0);
  }

  @Test
  void anAheadItemIsNeverTrimmed() {
    FakeEndpoint endpoint = new FakeEndpoint();
    call.connect(endpoint);
    PlayItem item = endpoint.context.item("model");
    for (int i = 0; i < 100; i++) {
      item.send(call.audio(i + 1, 40));
      call.advanceMs(20);
    }
    call.advanceMs(3000);

    assertEquals(4000, call.carrier.heard().length / call.format.bytesOf(1));
    assertEquals(0, call.stream.counters().liveFramesTrimmed());
  }

  private void speak(int ms) {
    for (int i = 0; i < ms / 20; i++) {
      call.advanceMs(20);
      call.say(noise(i));
    }
  }

  /** Nothing comes for so long, then all of it at once. */
  private void burst(int ms) {
    call.advanceMs(ms);
    for (int i = 0; i < ms / 20; i++) {
      call.say(noise(i));
    }
  }

  /** Says frames that come late by up to 15 ms, and in the end none late. */
  private void speakUnevenly(Random random, int ms) {
    int late = 0;
    for (int i = 0; i < ms / 20; i++) {
      int next = i == ms / 20 - 1 ? 0 : random.nextInt(15);
      call.advanceMs(20 + next - late);
      late = next;
      call.say(noise(random.nextLong()));
    }
  }

  /** The least delay of half a second, which is that of no late frame. */
  private double usualDelayMs(Random random) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 25; i++) {
      speakUnevenly(random, 20);
      least = Math.min(least, delayMs());
    }
    return least;
  }

  private long trimmed() {
    return call.stream.counters().liveFramesTrimmed();
  }

  /** An echo that sends silence first. */
  private static final class CushionedEcho implements AudioEndpoint {
    private final int cushionMs;
    private PlayItem item;

    CushionedEcho(int cushionMs) {
      this.cushionMs = cushionMs;
    }

    @Override
    public void onStart(EndpointContext context) {
      item = context.item("echo");
      byte[] cushion = new byte[context.format().bytesOf(cushionMs)];
      Arrays.fill(cushion, context.format().silence());
      item.send(cushion);
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      item.send(frame.array(), frame.offset(), frame.length());
    }
  }

  private byte[] withoutSilence(byte[] audio) {
    ByteArrayOutputStream speech = new ByteArrayOutputStream();
    int frameBytes = call.format.bytesPerFrame();
    for (int at = 0; at < audio.length; at += frameBytes) {
      byte[] frame = Arrays.copyOfRange(audio, at, at + frameBytes);
      if (!Arrays.equals(frame, call.frame(SILENCE))) {
        speech.writeBytes(frame);
      }
    }
    return speech.toByteArray();
  }

  /** How long after it was said the last frame will be heard. */
  private double delayMs() {
    return call.stream.playback.left().toMillis();
  }

  private byte[] noise(long seed) {
    byte[] frame = call.noise(new Random(seed), AudioFormat.FRAME_MS);
    said.writeBytes(frame);
    return frame;
  }
}
