package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.DtmfTone;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.spi.Track;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an endpoint and its taps hear where the carrier brings audio out of order. */
class MediaOrderTest {
  private static final int FRAMES = 300;
  private static final int FRAME_MS = AudioFormat.FRAME_MS;

  /** A frame that is on its way. */
  private record Arrival(int frame, long atMs) {}

  private final StreamFixture call = new StreamFixture(AudioFormat.l16(8000));
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    call.close();
  }

  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyOrderWithin40MsComesOutAsItWasSaid(int seed) {
    Random random = new Random(seed);
    call.connect(endpoint);
    byte[] said = call.noise(random, FRAMES * FRAME_MS);
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      arrivals.add(arrival(i, random));
    }
    bring(said, arrivals);

    assertArrayEquals(said, endpoint.heard.toByteArray());
    assertEquals(positions(), endpoint.timestamps);
    assertEquals(0, call.stream.counters().lateFramesDropped());
    assertEquals(0, call.stream.counters().framesFilled());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsLostIsSilenceAndWhatComesTwiceIsDropped(int seed) {
    Random random = new Random(1000 + seed);
    call.connect(endpoint);
    byte[] said = call.noise(random, FRAMES * FRAME_MS);
    byte[] expected = said.clone();
    List<Arrival> arrivals = new ArrayList<>();
    int lost = 0;
    for (int i = 0; i < FRAMES; i++) {
      if (i > 0 && i < FRAMES - 1 && random.nextInt(10) == 0) {
        lost++;
        int at = i * call.format.bytesPerFrame();
        Arrays.fill(expected, at, at + call.format.bytesPerFrame(), (byte) 0);
      } else {
        arrivals.add(arrival(i, random));
      }
    }
    List<Arrival> twice = new ArrayList<>(arrivals);
    Collections.shuffle(twice, random);
    twice = twice.subList(0, FRAMES / 10);
    for (Arrival first : twice) {
      arrivals.add(new Arrival(first.frame, first.atMs + random.nextInt(200)));
    }
    bring(said, arrivals);

    assertArrayEquals(expected, endpoint.heard.toByteArray());
    assertEquals(positions(), endpoint.timestamps);
    assertEquals(twice.size(), call.stream.counters().lateFramesDropped());
    assertEquals(lost, call.stream.counters().framesFilled());
  }

  /** On its way for so short a time that it comes no later than 40 ms after the one behind it. */
  private static Arrival arrival(int frame, Random random) {
    return new Arrival(frame, (long) frame * FRAME_MS + random.nextInt(FRAME_MS + 40));
  }

  private static List<Long> positions() {
    return IntStream.range(0, FRAMES).mapToObj(i -> i * 160L).toList();
  }

  /** Each frame at its time; one that has come goes on within 40 ms. */
  private void bring(byte[] said, List<Arrival> arrivals) {
    arrivals.sort(Comparator.comparingLong(Arrival::atMs));
    long now = 0;
    int furthest = -1;
    for (Arrival arrival : arrivals) {
      call.advanceMs(arrival.atMs - now);
      now = arrival.atMs;
      say(said, arrival.frame);
      long due = now - 40;
      for (Arrival earlier : arrivals) {
        furthest = earlier.atMs <= due ? Math.max(furthest, earlier.frame) : furthest;
      }
      call.time.runReady();
      assertTrue(endpoint.timestamps.size() > furthest, "frame " + furthest + " at " + now);
    }
    call.advanceMs(40);
  }

  /** A frame of what is said, numbered from 1. */
  private void say(byte[] said, int frame) {
    int bytes = call.format.bytesPerFrame();
    call.stream.audio(
        Track.INBOUND, frame + 1, said, frame * bytes, bytes, (long) frame * FRAME_MS);
  }

  @Test
  void whatTheTimerBringsIsHeardOnTheQueueOfTheEndpointAndTheReaderGoesOnBehindIt() {
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 200);
    say(said, 0);
    say(said, 2);
    endpoint.hangsIn = "onAudio";
    call.advanceMs(40); // the timer's thread would not come back from a callback that hangs
    assertEquals(2, endpoint.timestamps.size());
    say(said, 3);
    say(said, 4);
    assertEquals(2, endpoint.timestamps.size());
    endpoint.hangsIn = "";
    endpoint.letGo.complete(null);
    call.time.runReady();
    say(said, 5);

    Arrays.fill(said, 320, 640, (byte) 0);
    assertArrayEquals(Arrays.copyOf(said, 6 * 320), endpoint.heard.toByteArray());
  }

  @Test
  void anEndpointThatHangsInAFrameFromTheTimerIsGivenUp() {
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 200);
    say(said, 0);
    say(said, 2);
    endpoint.hangsIn = "onAudio";
    call.advanceMs(40);
    call.advanceMs(StreamFixture.BOUNDS.end().toMillis());

    assertEquals(List.of(true), call.endedBroken);
    assertEquals(1, call.stream.counters().endpointsStuck());
  }

  @Test
  void anEndpointThatIsSlowerThanTheCallerIsNotGivenUpForThat() {
    FakeEndpoint slow =
        new FakeEndpoint() {
          @Override
          public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
            super.onAudio(context, frame);
            if (timestamps.size() > 1) {
              CompletableFuture<Void> never = new CompletableFuture<>();
              assertThrows(
                  TimeoutException.class,
                  () -> context.timekeeper().await(never, Duration.ofMillis(25)));
            }
          }
        };
    call.connect(slow);
    byte[] said = call.noise(new Random(1), 12_000);
    say(said, 0);
    for (int frame = 2; frame < 600; frame++) {
      say(said, frame);
      call.advanceMs(FRAME_MS);
    }

    assertEquals(List.of(), call.ended);
    assertEquals(0, call.stream.counters().endpointsStuck());
    assertTrue(slow.timestamps.size() > 400, slow.timestamps.size() + " frames");
  }

  @Test
  void theNextEndpointHearsWhatWaitedWhenTheLastOneEnded() {
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 200);
    say(said, 0);
    say(said, 2);
    endpoint.context.finish("done");
    call.time.runReady();
    call.advanceMs(40);
    FakeEndpoint next = new FakeEndpoint();
    call.connect(next);
    say(said, 3);

    Arrays.fill(said, 320, 640, (byte) 0);
    assertArrayEquals(Arrays.copyOfRange(said, 320, 4 * 320), next.heard.toByteArray());
  }

  @Test
  void aStreamThatEndsLeavesNothingWaiting() {
    FakeTap tap = new FakeTap();
    call.stream.tap(Map.of("recorder", context -> tap), StreamFixture.CONTEXT);
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 200);
    say(said, 0);
    say(said, 2);
    call.stream.end("over");
    call.time.runReady();

    Arrays.fill(said, 320, 640, (byte) 0);
    assertArrayEquals(Arrays.copyOf(said, 3 * 320), tap.caller.toByteArray());
  }

  @Test
  void aKeyIsFoundAcrossAGapThatIsFilledInTime() {
    call.stream.detectKeys(true);
    call.connect(endpoint);
    short[] samples = new short[8 * 200];
    new DtmfTone('7', 8000, 100, DtmfTone.NOMINAL_LEVEL_DBM0).read(samples, 0, samples.length);
    byte[] tone = new byte[2 * samples.length];
    call.format.encoding().encode(samples, 0, samples.length, tone, 0);
    for (int frame : new int[] {0, 2, 1, 4, 3, 6, 5, 7, 9, 8}) {
      say(tone, frame);
      call.advanceMs(FRAME_MS);
    }

    assertTrue(endpoint.told.contains("onDigit 7"), endpoint.told.toString());
  }

  @Test
  void bothTracksOfAStreamForATapArePutInOrder() {
    Random random = new Random(7);
    try (ManualTimekeeper time = Timekeeper.manual()) {
      TapStream stream = new TapStream("call", call.format, time, (kind, details) -> {});
      FakeTap tap = new FakeTap();
      ConnectContext context = StreamFixture.CONTEXT;
      stream.tap("recorder", here -> tap, context);
      byte[] caller = call.noise(random, FRAMES * FRAME_MS);
      byte[] heard = call.noise(random, FRAMES * FRAME_MS);
      long toldNanos = 0;
      for (int i = 0; i < FRAMES; i += 3) {
        List<Integer> three = new ArrayList<>(List.of(i, i + 1, i + 2));
        Collections.shuffle(three, random);
        for (int frame : three) {
          toldNanos +=
              stream.audio(Track.INBOUND, frame + 1, caller, frame * 320, 320, frame * 20L);
        }
        Collections.shuffle(three, random);
        for (int frame : three) {
          toldNanos +=
              stream.audio(Track.OUTBOUND, frame + 1, heard, frame * 320, 320, frame * 20L);
        }
        time.advance(Duration.ofMillis(60));
      }
      stream.end("over");
      time.runReady();

      assertArrayEquals(caller, tap.caller.toByteArray());
      assertArrayEquals(heard, tap.heard.toByteArray());
      assertEquals(0, stream.counters().lateFramesDropped());
      assertEquals(Duration.ofMillis(FRAMES * FRAME_MS).toNanos(), toldNanos);
    }
  }

  @Test
  void halfASampleAtTheEndOfAPieceShiftsNothing() {
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 400);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      byte[] piece = Arrays.copyOfRange(said, i * 320, i * 320 + (i == 3 || i == 7 ? 319 : 320));
      call.stream.audio(Track.INBOUND, i + 1, piece, 0, piece.length, 20L * i);
      expected.write(piece, 0, piece.length / 2 * 2);
    }
    call.time.runReady();

    byte[] heard = endpoint.heard.toByteArray();
    assertEquals(19 * 320, heard.length); // two samples are missing, so the last frame is not whole
    assertArrayEquals(Arrays.copyOf(expected.toByteArray(), heard.length), heard);
  }
}
