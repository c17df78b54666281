package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which taps listen, to what, and that nothing they do is felt by the call. */
class TapsTest {
  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final FakeTap tap = new FakeTap();

  @AfterEach
  void close() {
    call.close();
  }

  private void tap(String... names) {
    Map<String, TapFactory> taps = new LinkedHashMap<>();
    for (String name : names) {
      taps.put(name, context -> tap);
    }
    tap(taps);
  }

  private void tap(Map<String, TapFactory> taps) {
    call.stream.tap(taps, StreamFixture.CONTEXT);
    call.time.runReady();
  }

  /** The caller says so many frames in real time, numbered from 1. */
  private void talk(int from, int frames) {
    for (int i = from; i < from + frames; i++) {
      call.advanceMs(20);
      call.say(i % 100 + 1);
    }
  }

  private void end() {
    call.stream.end("over");
    call.time.runReady();
  }

  private boolean areTapsOver() {
    return call.stream.tapsOver().toCompletableFuture().isDone();
  }

  private static byte[] numbered(int from, int frames) {
    byte[] audio = new byte[160 * frames];
    for (int i = 0; i < frames; i++) {
      Arrays.fill(audio, 160 * i, 160 * (i + 1), (byte) ((from + i) % 100 + 1));
    }
    return audio;
  }

  @Test
  void aTapHearsTheCallerFromTheFirstFrameToTheLast() {
    talk(0, 5); // before anybody listens
    tap("recorder");
    call.connect(endpoint);
    talk(5, 120);
    end();

    assertArrayEquals(numbered(0, 125), tap.caller.toByteArray());
    assertEquals(125, tap.timestamps.size());
    for (int i = 0; i < 125; i++) {
      assertEquals(160L * i, tap.timestamps.get(i));
    }
    assertEquals(List.of("onStart", "onEnd", "close"), tap.told);
    assertTrue(areTapsOver());
  }

  @Test
  void whatTheCallerHeardLiesWhereHeHeardItAndSilenceElsewhere() {
    tap("recorder");
    call.connect(endpoint);
    talk(0, 50);
    call.advanceMs(7);
    endpoint.context.item("a").send(call.audio(5, 1000));
    call.advanceMs(13);
    call.say(1);
    talk(0, 100);
    end();

    byte[] heard = tap.heard.toByteArray();
    assertEquals(tap.caller.size(), heard.length);
    for (int i = 0; i < heard.length; i++) {
      boolean plays = i >= 1007 * 8 && i < 2007 * 8;
      assertEquals(plays ? 5 : AudioFormat.PCMU.silence(), heard[i], "byte " + i);
    }
  }

  @Test
  void whatAClearDiscardsIsNotHeard() {
    tap("recorder");
    call.connect(endpoint);
    talk(0, 10);
    endpoint.context.item("a").send(call.audio(5, 1000));
    talk(10, 15);
    endpoint.context.clear();
    endpoint.context.item("b").send(call.audio(6, 100));
    talk(25, 50);
    end();

    assertArrayEquals(new double[] {200, 500}, tap.heardFromTo(5));
    assertArrayEquals(new double[] {500, 600}, tap.heardFromTo(6));
    assertEquals(call.carrier.heardMs(5), countHeard(5));
    assertEquals(call.carrier.heardMs(6), countHeard(6));
  }

  private double countHeard(int value) {
    int count = 0;
    for (byte b : tap.heard.toByteArray()) {
      count += (b & 0xFF) == value ? 1 : 0;
    }
    return count / 8.0;
  }

  @Test
  void aTapThatTheNextConnectNamesTooGoesOn() {
    AtomicInteger made = new AtomicInteger();
    TapFactory factory =
        context -> {
          made.incrementAndGet();
          return tap;
        };
    tap(Map.of("recorder", factory));
    call.connect(endpoint);
    endpoint.context.item("greeting").send(call.audio(5, 100));
    talk(0, 10);
    endpoint.context.finish("greeted");
    talk(10, 3);
    FakeEndpoint agent = new FakeEndpoint();
    tap(Map.of("recorder", factory));
    call.connect(agent);
    agent.context.item("hello").send(call.audio(6, 100));
    talk(13, 60);
    end();

    assertEquals(1, made.get());
    assertEquals(List.of("onStart", "onEnd", "close"), tap.told);
    assertArrayEquals(numbered(0, 73), tap.caller.toByteArray());
    assertArrayEquals(new double[] {0, 100}, tap.heardFromTo(5));
    assertArrayEquals(new double[] {260, 360}, tap.heardFromTo(6));
  }

  @Test
  void aTapThatIsNotNamedAgainEndsThereAndAnotherBegins() {
    FakeTap second = new FakeTap();
    tap("recorder");
    call.connect(endpoint);
    talk(0, 40);
    endpoint.context.fail("done");
    call.time.runReady();
    tap(Map.of("meter", context -> second));
    assertEquals(List.of("onStart", "onEnd", "close"), tap.told);
    call.connect(new FakeEndpoint());
    talk(40, 40);
    tap(Map.of());
    assertEquals(List.of("onStart", "onEnd", "close"), second.told);
    talk(80, 10);

    assertArrayEquals(numbered(0, 40), tap.caller.toByteArray());
    assertArrayEquals(numbered(40, 40), second.caller.toByteArray());
    assertEquals(40 * 160L, second.timestamps.get(0));
  }

  @Test
  void aTapHearsInItsOwnFormat() {
    tap.format = java.util.Optional.of(AudioFormat.l16(8000));
    tap("recorder");
    call.connect(endpoint);
    talk(0, 20);
    end();

    byte[] pcmu = numbered(0, 20);
    byte[] l16 = new byte[2 * pcmu.length];
    short[] samples = new short[pcmu.length];
    AudioFormat.Encoding.PCMU.decode(pcmu, 0, pcmu.length, samples, 0);
    AudioFormat.Encoding.L16.encode(samples, 0, samples.length, l16, 0);
    assertArrayEquals(l16, tap.caller.toByteArray());
    assertEquals(160L, tap.timestamps.get(1));
  }

  @Test
  void theContextTellsCallFormatAndTime() {
    tap.format = java.util.Optional.of(AudioFormat.l16(16000));
    tap("recorder");
    call.connect(endpoint);
    talk(0, 10);
    call.advanceMs(5);

    assertEquals(AudioFormat.l16(16000), tap.context.format());
    assertEquals(AudioFormat.PCMU, tap.context.carrierFormat());
    assertEquals(Map.of("language", "en"), tap.context.attributes());
    assertEquals(205 * 16, tap.context.nowSamples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onStart", "onAudio", "onEnd", "close"})
  void aTapThatThrowsDisturbsNobodyAndIsClosedOnce(String callback) {
    FakeTap other = new FakeTap();
    Map<String, TapFactory> taps = new LinkedHashMap<>();
    taps.put("bad", context -> tap);
    taps.put("good", context -> other);
    tap.throwsIn = callback;
    tap(taps);
    call.connect(endpoint);
    talk(0, 50);
    end();

    assertEquals(1, tap.told.stream().filter("close"::equals).count());
    assertEquals(1, tap.told.stream().filter("onEnd"::equals).count());
    assertEquals(1, call.stream.counters().tapsFailed());
    assertArrayEquals(numbered(0, 50), other.caller.toByteArray());
    assertArrayEquals(numbered(0, 50), endpoint.heard.toByteArray());
    assertTrue(areTapsOver());
  }

  @Test
  void aTapThatCannotBeMadeIsCountedAndTheCallGoesOn() {
    tap(
        Map.of(
            "recorder",
            context -> {
              throw new IllegalStateException("no disk");
            }));
    call.connect(endpoint);
    talk(0, 50);
    tap(Map.of());

    assertEquals(1, call.stream.counters().tapsFailed());
    assertArrayEquals(numbered(0, 50), endpoint.heard.toByteArray());
    assertTrue(areTapsOver());
  }

  @Test
  void aSlowTapLosesItsOldestFramesAndNobodyElseDoes() {
    CompletableFuture<Void> disk = new CompletableFuture<>();
    FakeTap other = new FakeTap();
    Map<String, TapFactory> taps = new LinkedHashMap<>();
    taps.put(
        "slow",
        context -> {
          call.time.await(disk, Duration.ofSeconds(60));
          return tap;
        });
    taps.put("good", context -> other);
    tap(taps);
    call.connect(endpoint);
    talk(0, 315);
    call.advanceMs(100);
    assertArrayEquals(numbered(0, 315), endpoint.heard.toByteArray());
    assertArrayEquals(numbered(0, 300), other.caller.toByteArray());
    disk.complete(null);
    end();

    // The last 4 s were kept.
    assertArrayEquals(numbered(115, 200), tap.caller.toByteArray());
    assertEquals(115 * 160L, tap.timestamps.get(0));
    assertEquals(115, call.stream.counters().tapFramesDropped());
  }

  @Test
  void aTapThatBlocksAtItsEndIsLeftBehindAfterFiveSeconds() {
    tap(
        Map.of(
            "recorder",
            context -> {
              call.time.await(new CompletableFuture<>(), Duration.ofSeconds(60));
              return tap;
            }));
    call.connect(endpoint);
    talk(0, 5);
    end();
    assertFalse(areTapsOver());
    call.advanceMs(5000);
    assertTrue(areTapsOver());
  }

  @Test
  void whereTheCallersFirstFrameComesLateSilenceStandsBeforeIt() {
    tap("recorder");
    call.connect(endpoint);
    call.advanceMs(100);
    endpoint.context.item("a").send(call.audio(5, 1000));
    call.advanceMs(390);
    talk(0, 100);
    long now = tap.context.nowSamples();
    end();

    // The frame that came 510 ms after the tap began has its place at 480 ms, not at 490.
    byte[] caller = tap.caller.toByteArray();
    assertEquals((480 + 100 * 20) * 8, caller.length);
    assertEquals(caller.length, now);
    assertEquals(AudioFormat.PCMU.silence(), caller[480 * 8 - 1]);
    assertEquals(1, caller[480 * 8]);
    assertArrayEquals(new double[] {90, 1090}, tap.heardFromTo(5));
  }

  @Test
  void theTimeOfTheStreamBeginsWithTheCallersFirstFrame() {
    tap("recorder");
    call.connect(endpoint);
    call.advanceMs(250);
    talk(0, 10);
    assertEquals(200 * 8, tap.context.nowSamples());
    endpoint.context.item("a").send(call.audio(5, 1000));
    talk(10, 90);
    end();

    assertArrayEquals(numbered(0, 100), tap.caller.toByteArray());
    assertArrayEquals(new double[] {200, 1200}, tap.heardFromTo(5));
  }

  @Test
  void whereTheCarriersTimestampsJumpTheSilenceIsAsLongAsItWas() {
    tap("recorder");
    call.connect(endpoint);
    talk(0, 50);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(5, 1000));
    call.advanceMs(2000);
    // What the carrier says is another matter.
    for (int i = 0; i < 50; i++) {
      call.advanceMs(20);
      call.stream.audio(
          Track.INBOUND, MediaEvents.IN_ORDER, call.frame(9), 0, 160, 3_600_000 + 20L * i);
    }
    end();

    byte[] caller = tap.caller.toByteArray();
    assertEquals(4000 * 8, caller.length);
    assertEquals(9, caller[3000 * 8]);
    assertEquals(AudioFormat.PCMU.silence(), caller[3000 * 8 - 1]);
    assertArrayEquals(new double[] {1000, 2000}, tap.heardFromTo(5));
  }

  @Test
  void aBurstAfterAStallKeepsItsPlaceAndWhatWasHeardToo() {
    tap("recorder");
    call.connect(endpoint);
    talk(0, 50);
    endpoint.context.item("a").send(call.audio(5, 2000));
    talk(50, 10);
    call.advanceMs(900);
    for (int i = 60; i < 105; i++) {
      call.say(i % 100 + 1);
    }
    talk(105, 100);
    end();

    assertArrayEquals(numbered(0, 205), tap.caller.toByteArray());
    assertArrayEquals(new double[] {1000, 3000}, tap.heardFromTo(5));
    assertEquals(2000, countHeard(5));
  }

  @Test
  void liveAudioIsLaidDownWithoutAGap() {
    endpoint.pace = Pace.LIVE;
    tap("recorder");
    call.connect(endpoint);
    talk(0, 10);
    PlayItem item = endpoint.context.item("live");
    item.send(call.audio(7, 60));
    for (int i = 0; i < 300; i++) {
      call.advanceMs(i % 7 == 0 ? 50 : 0);
      item.send(call.frame(7));
      call.say(1);
      call.advanceMs(i % 7 == 6 ? 0 : 15);
    }
    talk(0, 50);
    end();
    double[] span = tap.heardFromTo(7);
    assertEquals(span[1] - span[0], countHeard(7));
  }
}
