package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what the caller heard is laid down where he heard it, however the carrier behaves. */
class HeardTrackTest {
  private static final int BYTES_PER_MS = 8;

  /** A pause that is shorter is none. */
  private static final int SHORTEST_PAUSE_MS = 5;

  private final FakeTap tap = new FakeTap();
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private int items;

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  static IntStream fewSeeds() {
    return IntStream.range(200, 220);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whereMarksComeAtOnceTheTrackIsWhatTheCarrierPlayed(int seed) {
    try (StreamFixture call = new StreamFixture()) {
      assertLaidAsPlayed(call, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void soItIsWhereTheCarrierSendsInAnotherFormat(int seed) {
    AudioFormat said = seed % 2 == 0 ? AudioFormat.l16(16000) : AudioFormat.PCMA;
    tap.format = Optional.of(AudioFormat.PCMU);
    endpoint.format = Optional.of(AudioFormat.PCMU);
    try (StreamFixture call = new StreamFixture(said, AudioFormat.PCMU)) {
      assertLaidAsPlayed(call, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("fewSeeds")
  void soItIsWhereTheCarrierPlaysWholeFramesOnly(int seed) {
    try (StreamFixture call = new StreamFixture()) {
      call.carrier.playsWholeFramesOnly = true;
      assertLaidAsPlayed(call, seed);
    }
  }

  private void assertLaidAsPlayed(StreamFixture call, int seed) {
    talk(call, new Random(seed));

    byte[] track = tap.heard.toByteArray();
    List<Piece> laid = pieces(track);
    List<Piece> played = pieces(call.carrier.heardTrack(track.length));
    String seen = "seed %d: laid %s, played %s".formatted(seed, laid, played);
    assertTrue(played.size() > 1, seen);
    assertEquals(played.size(), laid.size(), seen);
    for (int i = 0; i < played.size(); i++) {
      assertEquals(played.get(i).item, laid.get(i).item, seen);
      assertEquals(played.get(i).length, laid.get(i).length, seen);
      assertEquals(played.get(i).place, laid.get(i).place, SHORTEST_PAUSE_MS * BYTES_PER_MS, seen);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whereTheCarrierLagsNothingIsOutByMoreThanTheLag(int seed) {
    Random random = new Random(100 + seed);
    int playDelay = random.nextInt(80);
    int markDelay = random.nextInt(120);
    try (StreamFixture call = new StreamFixture()) {
      call.carrier.playDelay = Duration.ofMillis(playDelay);
      call.carrier.markDelay = Duration.ofMillis(markDelay);
      talk(call, random);

      byte[] track = tap.heard.toByteArray();
      List<Piece> laid = pieces(track);
      List<Piece> played = pieces(call.carrier.heardTrack(track.length));
      int lag = (playDelay + markDelay + AudioFormat.FRAME_MS) * BYTES_PER_MS;
      String seen =
          "seed %d, plays after %d ms, marks after %d: laid %s, played %s"
              .formatted(100 + seed, playDelay, markDelay, laid, played);
      assertTrue(played.size() > 1, seen);
      assertEachIsAmong(laid, played, lag, seen);
      assertEachIsAmong(played, laid, lag, seen);
    }
  }

  /** Three seconds of items and barge-ins at any time. */
  private void talk(StreamFixture call, Random random) {
    endpoint.pace = Pace.AHEAD;
    call.stream.tap(Map.of("recorder", context -> tap), StreamFixture.CONTEXT);
    call.connect(endpoint);
    for (int frame = 0; frame < 150; frame++) {
      int before = random.nextInt(AudioFormat.FRAME_MS + 1);
      call.advanceMs(before);
      if (random.nextInt(12) == 0) {
        endpoint.context.item("item").send(item(items++, 20 + random.nextInt(580)));
      } else if (random.nextInt(25) == 0) {
        endpoint.context.clear();
      }
      call.advanceMs(AudioFormat.FRAME_MS - before);
      call.say(1);
    }
    call.stream.end("over");
    call.time.runReady();
  }

  private static byte[] item(int number, int ms) {
    byte[] audio = new byte[BYTES_PER_MS * ms];
    for (int i = 0; i < audio.length; i++) {
      audio[i] = byteOf(number, i);
    }
    return audio;
  }

  /** The item's number and a place within the item, in turn. */
  private static byte byteOf(int item, int index) {
    return (byte) (index % 2 == 0 ? item : 64 + index / 2 % 60);
  }

  /** What was heard of one item, from its first byte on; there may be silence in between. */
  private record Piece(int item, int place, int length) {
    boolean isLike(Piece other, int lag) {
      return item == other.item
          && Math.abs(place - other.place) <= lag
          && Math.abs(length - other.length) <= lag;
    }
  }

  private static List<Piece> pieces(byte[] track) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < track.length; i++) {
      if (track[i] == AudioFormat.PCMU.silence()) {
        continue;
      }
      Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
      if (last != null && track[i] == byteOf(last.item, last.length)) {
        pieces.set(pieces.size() - 1, new Piece(last.item, last.place, last.length + 1));
      } else {
        assertTrue(track[i] < 64, "an item goes on at " + i + " where it had not ended");
        pieces.add(new Piece(track[i], i, 1));
      }
    }
    return pieces;
  }

  private static void assertEachIsAmong(List<Piece> some, List<Piece> all, int lag, String seen) {
    for (Piece piece : some) {
      assertTrue(
          piece.length <= lag || all.stream().anyMatch(other -> piece.isLike(other, lag)),
          () -> piece + " in " + seen);
    }
  }

  @Test
  void anHourKeepsItsPlaceAlthoughTheCarriersClockIsSlower() {
    AudioFormat format = AudioFormat.PCMU;
    HeardTrack track = new HeardTrack(format, format);
    CallerClock clock = new CallerClock(format, 0, 0);
    byte[] frame = new byte[format.bytesPerFrame()];
    byte[] tick = new byte[format.bytesPerFrame()];
    Arrays.fill(tick, (byte) 5);
    long sent = 0;
    int found = 0;
    // 50 ppm, which is what two quartzes may differ: 180 ms in an hour.
    for (long i = 1; i <= 180_000; i++) {
      long now = i * 20_001_000;
      clock.arrived(i * frame.length, now);
      if (i % 3000 == 0) {
        sent += tick.length;
        track.sent(tick, tick.length, sent, now);
      }
      long place = (i - 15) * frame.length;
      track.read(place, frame, 0, sent, 0, clock);
      for (int at = 0; at < frame.length; at++) {
        if (frame[at] == 5) {
          double drift = (double) ((place + at) % (3000L * frame.length)) / BYTES_PER_MS;
          assertTrue(drift < 21, "ms beside the caller: " + drift);
          found++;
        }
      }
    }
    assertEquals(59 * tick.length, found);
  }
}
