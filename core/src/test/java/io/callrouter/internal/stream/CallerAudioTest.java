package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the caller says, from the carrier's pieces to the endpoint's frames. */
class CallerAudioTest {
  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void piecesOfAnyLengthBecomeFramesWithTheirPositions() {
    call.connect(endpoint);
    byte[] said = call.noise(new Random(1), 400);
    int at = 0;
    for (int length : new int[] {1, 159, 7, 480, 1000, 1553}) {
      call.stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, said, at, length, at / 8);
      at += length;
    }

    assertArrayEquals(said, endpoint.heard.toByteArray());
    assertEquals(LongStream.range(0, 20).map(i -> i * 160).boxed().toList(), endpoint.timestamps);
  }

  @Test
  void whatTheCarrierLeftOutIsSilence() {
    call.connect(endpoint);
    say(1, 0);
    say(2, 20);
    say(3, 100);

    assertArrayEquals(
        join(call.frame(1), call.frame(2), call.audio(0xFF, 60), call.frame(3)),
        endpoint.heard.toByteArray());
    assertEquals(3, call.stream.counters().framesFilled());
  }

  @Test
  void whatComesTwiceOrOutOfOrderIsDropped() {
    call.connect(endpoint);
    say(1, 0);
    say(2, 20);
    say(2, 20);
    say(1, 0);
    say(3, 40);

    assertArrayEquals(
        join(call.frame(1), call.frame(2), call.frame(3)), endpoint.heard.toByteArray());
    assertEquals(2, call.stream.counters().lateFramesDropped());
  }

  @Test
  void aPieceThatRepeatsAPartGoesOnWithTheRest() {
    call.connect(endpoint);
    say(1, 0);
    say(2, 20);
    byte[] piece = join(call.frame(2), call.frame(3));
    call.stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, piece, 0, piece.length, 20);

    assertArrayEquals(
        join(call.frame(1), call.frame(2), call.frame(3)), endpoint.heard.toByteArray());
  }

  @Test
  void roundedTimestampsAreNoGap() {
    call.connect(endpoint);
    long[] timestamps = {3, 20, 45, 60, 79, 105, 119};
    for (long timestamp : timestamps) {
      say(1, timestamp);
    }

    assertEquals(timestamps.length, endpoint.timestamps.size());
    assertEquals(0, call.stream.counters().framesFilled());
    assertEquals(0, call.stream.counters().lateFramesDropped());
  }

  @Test
  void aJumpBeginsANewRow() {
    call.connect(endpoint);
    say(1, 0);
    say(2, 5_000);
    say(3, 100);
    say(4, 1L << 50);
    say(5, -1L << 50);
    say(6, 0);

    assertEquals(6 * 160, endpoint.heard.size());
    assertEquals(List.of(0L, 40_000L, 800L), endpoint.timestamps.subList(0, 3));
    assertTrue(call.stream.counters().timestampJumps() >= 2);
  }

  @Test
  void whatWasHalfAFrameBeforeAJumpIsForgotten() {
    call.connect(endpoint);
    call.stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, call.frame(1), 0, 100, 0);
    say(2, 5_000);

    assertArrayEquals(call.frame(2), endpoint.heard.toByteArray());
    assertEquals(List.of(40_000L), endpoint.timestamps);
  }

  @Test
  void aCloseWhileAFrameIsDeliveredComesToRestAfterIt() {
    CallerAudio audio = new CallerAudio(call.format, call.time, call.stream.tally);
    List<String> order = new ArrayList<>();
    AtomicReference<CallerAudio.Ear> ear = new AtomicReference<>();
    ear.set(
        audio.attach(
            (bytes, offset, timestampSamples) -> {
              order.add("frame");
              ear.get().close(() -> order.add("quiet"));
              order.add("back");
            },
            () -> {}));
    audio.take(MediaEvents.IN_ORDER, call.frame(1), 0, 160, 0);
    audio.take(MediaEvents.IN_ORDER, call.frame(2), 0, 160, 20);
    ear.get().open();
    audio.take(MediaEvents.IN_ORDER, call.frame(3), 0, 160, 40);
    assertEquals(List.of("frame", "back", "quiet"), order);

    audio
        .attach((bytes, offset, timestampSamples) -> order.add("next " + bytes[offset]), () -> {})
        .open();
    assertEquals(List.of("next 2", "next 3"), order.subList(3, 5));
  }

  @Test
  void whatTheReaderBringsWhileKeptFramesAreDeliveredComesAfterThem() {
    CallerAudio audio = new CallerAudio(call.format, call.time, call.stream.tally);
    List<Byte> order = new ArrayList<>();
    CallerAudio.Ear ear =
        audio.attach(
            (bytes, offset, timestampSamples) -> {
              order.add(bytes[offset]);
              if (bytes[offset] == 1) {
                audio.take(MediaEvents.IN_ORDER, call.frame(3), 0, 160, 40);
              }
            },
            () -> {});
    audio.take(MediaEvents.IN_ORDER, call.frame(1), 0, 160, 0);
    audio.take(MediaEvents.IN_ORDER, call.frame(2), 0, 160, 20);
    ear.open();

    assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), order);
  }

  @Test
  void audioBeforeTheStartIsKeptForTheEndpoint() {
    say(1, 0);
    say(2, 20);
    call.connect(endpoint);
    say(3, 40);

    assertArrayEquals(
        join(call.frame(1), call.frame(2), call.frame(3)), endpoint.heard.toByteArray());
    assertEquals(List.of("onStart", "onAudio", "onAudio", "onAudio"), endpoint.told);
  }

  @Test
  void ofEarlyAudioTheLastTwoSecondsAreKept() {
    List<byte[]> said = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      said.add(call.frame(i));
      say(i, 20L * i);
    }
    call.connect(endpoint);

    byte[] last = join(said.subList(30, 130).toArray(byte[][]::new));
    assertArrayEquals(last, endpoint.heard.toByteArray());
    assertEquals(30, call.stream.counters().earlyFramesDropped());
    assertEquals(30L * 160, endpoint.timestamps.get(0));
  }

  private void say(int value, long timestampMs) {
    byte[] frame = call.frame(value);
    call.stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, frame, 0, frame.length, timestampMs);
  }

  private static byte[] join(byte[]... pieces) {
    int length = Arrays.stream(pieces).mapToInt(p -> p.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
