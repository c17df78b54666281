package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tap hears of a stream that only brings audio: two tracks, laid side by side. */
class TapStreamTest {
  private static final byte SILENCE = AudioFormat.PCMU.silence();

  private final ManualTimekeeper time = Timekeeper.manual();
  private final TapStream stream =
      new TapStream("call test", AudioFormat.PCMU, time, (kind, details) -> {});
  private final FakeTap tap = new FakeTap();

  @AfterEach
  void close() {
    end();
    time.close();
  }

  private void listen() {
    listen(context -> tap);
  }

  private void listen(TapFactory factory) {
    stream.tap("recorder", factory, StreamFixture.CONTEXT);
    time.runReady();
  }

  private void end() {
    stream.end("over");
    time.runReady();
  }

  private void bring(Track track, int value, long timestampMs) {
    bring(track, value, timestampMs, 160);
  }

  private void bring(Track track, int value, long timestampMs, int bytes) {
    byte[] audio = new byte[bytes];
    Arrays.fill(audio, (byte) value);
    stream.audio(track, MediaEvents.IN_ORDER, audio, 0, bytes, timestampMs);
  }

  /** Both say a frame at that time, the caller's numbered from 1, the other's from 101. */
  private void bringBoth(int frame, long timestampMs) {
    bring(Track.INBOUND, frame % 100 + 1, timestampMs);
    bring(Track.OUTBOUND, frame % 100 + 101, timestampMs);
  }

  private void talk(int from, int frames) {
    for (int i = from; i < from + frames; i++) {
      time.advance(Duration.ofMillis(20));
      bringBoth(i, 20L * i);
    }
  }

  private static byte[] numbered(int first, int from, int frames) {
    byte[] audio = new byte[160 * frames];
    for (int i = 0; i < frames; i++) {
      Arrays.fill(audio, 160 * i, 160 * (i + 1), (byte) ((from + i) % 100 + first));
    }
    return audio;
  }

  private int callerAt(int ms) {
    return tap.caller.toByteArray()[8 * ms] & 0xFF;
  }

  private int heardAt(int ms) {
    return tap.heard.toByteArray()[8 * ms] & 0xFF;
  }

  @Test
  void bothTracksAreHeardFromTheFirstFrameToTheLast() {
    talk(0, 5); // before it is known who listens
    listen();
    talk(5, 120);
    end();

    assertArrayEquals(numbered(1, 0, 125), tap.caller.toByteArray());
    assertArrayEquals(numbered(101, 0, 125), tap.heard.toByteArray());
    for (int i = 0; i < 125; i++) {
      assertEquals(160L * i, tap.timestamps.get(i));
    }
    assertEquals(List.of("onStart", "onEnd", "close"), tap.told);
    assertTrue(stream.tapsOver().toCompletableFuture().isDone());
  }

  @Test
  void theCarriersTimestampsPlaceTheTracksBesideEachOtherToTheByte() {
    listen();
    for (int i = 0; i < 50; i++) {
      bring(Track.INBOUND, 1, 20L * i);
    }
    bring(Track.OUTBOUND, 2, 1007);
    bring(Track.INBOUND, 1, 1000);
    bring(Track.OUTBOUND, 2, 1027);
    bring(Track.INBOUND, 1, 1020);
    bring(Track.INBOUND, 1, 1040);
    end();

    byte[] heard = tap.heard.toByteArray();
    assertEquals(tap.caller.size(), heard.length);
    for (int i = 0; i < heard.length; i++) {
      assertEquals(i >= 1007 * 8 && i < 1047 * 8 ? 2 : SILENCE, heard[i], "byte " + i);
    }
  }

  @Test
  void aTrackThatComesUnevenlyKeepsItsPlace() {
    listen();
    for (int i = 0; i < 14; i++) {
      bring(Track.INBOUND, i + 1, 20L * i);
    }
    for (int i = 0; i < 14; i++) {
      bring(Track.OUTBOUND, i + 101, 20L * i);
    }
    end();

    assertArrayEquals(numbered(1, 0, 14), tap.caller.toByteArray());
    assertArrayEquals(numbered(101, 0, 14), tap.heard.toByteArray());
  }

  @Test
  void oneTrackAloneIsHeardBesideSilence() {
    listen();
    for (int i = 0; i < 30; i++) {
      bring(Track.OUTBOUND, 5, 20L * i);
    }
    end();

    assertEquals(30 * 160, tap.heard.size());
    assertEquals(5, heardAt(599));
    assertEquals(SILENCE, (byte) callerAt(0));
    assertEquals(SILENCE, (byte) callerAt(599));
  }

  @Test
  void whatComesAfterItsPairWasHeardIsDroppedAndCounted() {
    listen();
    bring(Track.OUTBOUND, 5, 0);
    for (int i = 0; i < 40; i++) {
      bring(Track.INBOUND, 1, 20L * i);
    }
    bring(Track.OUTBOUND, 6, 20);
    end();

    assertEquals(5, heardAt(19));
    assertEquals(SILENCE, (byte) heardAt(20));
    assertEquals(40 * 160, tap.caller.size());
    assertEquals(1, stream.counters().lateFramesDropped());
  }

  @Test
  void aJumpOfTheTimestampsIsSilenceOfThreeSecondsAtMost() {
    listen();
    bringBoth(0, 0);
    bringBoth(1, 20);
    bringBoth(2, 3_600_000);
    bringBoth(3, 3_600_020);
    end();

    assertEquals(2, callerAt(39));
    assertEquals(SILENCE, (byte) callerAt(40));
    assertEquals(SILENCE, (byte) callerAt(3039));
    assertEquals(3, callerAt(3040));
    assertEquals(103, heardAt(3040));
    assertEquals(104, heardAt(3060));
    assertEquals(3080 * 8, tap.caller.size());
  }

  @Test
  void timestampsThatBeginAnewGoOnWhereTheOldOnesEnded() {
    listen();
    talk(0, 300);
    bringBoth(50, 0);
    bringBoth(51, 20);
    end();

    assertEquals(302 * 160, tap.caller.size());
    assertEquals(51, callerAt(6000));
    assertEquals(151, heardAt(6000));
    assertEquals(52, callerAt(6020));
  }

  @Test
  void piecesOfAnyLengthAreCutIntoFrames() {
    listen();
    bring(Track.INBOUND, 1, 0, 100);
    bring(Track.INBOUND, 2, 12, 700);
    bring(Track.OUTBOUND, 3, 0, 800);
    end();

    assertEquals(800, tap.caller.size());
    assertEquals(1, tap.caller.toByteArray()[99]);
    assertEquals(2, tap.caller.toByteArray()[100]);
    assertEquals(5, tap.timestamps.size());
  }

  @Test
  void theContextTellsTheTimeOfTheStream() {
    listen();
    talk(0, 10);
    time.advance(Duration.ofMillis(5));

    assertEquals(205 * 8, tap.context.nowSamples());
  }

  @Test
  void aTapThatThrowsIsClosedOnceAndTheStreamGoesOn() {
    tap.throwsIn = "onAudio";
    listen();
    talk(0, 100);
    end();

    assertEquals(1, tap.told.stream().filter("close"::equals).count());
    assertEquals(1, stream.counters().tapsFailed());
  }

  @Test
  void moreThanTwoSecondsBeforeATapIsThereAreDroppedOldestFirstAndCounted() {
    talk(0, 200);
    listen();
    end();

    int given = 100 + 15 + 1; // what is kept, and what waits for the other track
    assertEquals(160L * (200 - given), tap.timestamps.get(0));
    assertEquals(given, tap.timestamps.size());
    assertEquals(200 - given, stream.counters().earlyFramesDropped());
  }

  @Test
  void aTapThatFallsBehindLosesItsOldestFrames() {
    CompletableFuture<Void> disk = new CompletableFuture<>();
    listen(
        context -> {
          time.await(disk, Duration.ofSeconds(60));
          return tap;
        });
    talk(0, 316);
    disk.complete(null);
    end();

    assertEquals(200, tap.timestamps.size());
    assertEquals(116, stream.counters().tapFramesDropped());
  }

  @Test
  void bothTracksTogetherComeAtThePaceOfOneCall() {
    assertEquals(
        10_000_000, stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 0));
    assertEquals(
        10_000_000, stream.audio(Track.OUTBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 0));
    assertFalse(stream.isStuck());
  }

  @Test
  void silenceThatIsMadeForAGapCountsOnce() {
    bringBoth(0, 0);

    assertEquals(
        510_000_000, stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 520));
    assertEquals(
        10_000_000, stream.audio(Track.OUTBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 520));
    assertEquals(
        10_000_000, stream.audio(Track.OUTBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 540));
    assertEquals(
        5_000_000, stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, new byte[80], 0, 80, 540));
    assertEquals(
        3_010_000_000L,
        stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, new byte[160], 0, 160, 9000));
  }

  /** There may be no audio before a call is answered. */
  @Test
  void theTimeOfTheStreamBeginsWithItsFirstFrame() {
    listen();
    time.advance(Duration.ofSeconds(60));
    talk(0, 10);

    assertEquals(200 * 8, tap.context.nowSamples());
  }

  /** Or what a recorder is told to leave out would be recorded for as long as the gap was. */
  @Test
  void afterAJumpTheContextTellsTheTimeOfWhatIsSaidNow() {
    listen();
    talk(0, 10);
    time.advance(Duration.ofSeconds(60));
    bringBoth(10, 60_200);

    assertEquals((200 + 3000 + 20) * 8, tap.context.nowSamples());
  }

  @Test
  void afterTimestampsThatBeganAnewTheContextTellsTheTimeOfWhatIsSaidNow() {
    listen();
    talk(0, 300);
    time.advance(Duration.ofSeconds(60));
    bringBoth(0, 0);

    assertEquals((6000 + 20) * 8, tap.context.nowSamples());
  }

  @Test
  void aStreamThatNobodyListensToEndsQuietly() {
    talk(0, 3);
    end();
    bringBoth(3, 60);

    assertTrue(stream.tapsOver().toCompletableFuture().isDone());
  }
}
