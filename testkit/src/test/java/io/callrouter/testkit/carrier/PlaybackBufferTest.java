package io.callrouter.testkit.carrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.carrier.PlaybackBuffer.Mark;
import io.callrouter.testkit.carrier.PlaybackBuffer.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlaybackBufferTest {
  private static final long MS = 1_000_000;
  private static final byte SILENCE = (byte) 0xFF;

  private final PlaybackBuffer buffer = new PlaybackBuffer();

  @Test
  void audioIsHeardFromTheMomentItComes() {
    buffer.play(audio(160, 1), 5 * MS);

    List<Piece> heard = buffer.heard(15 * MS);
    assertEquals(1, heard.size());
    assertEquals(5 * MS, heard.get(0).startNanos());
    assertArrayEquals(audio(80, 1), heard.get(0).audio());
  }

  @Test
  void nothingIsHeardBeforeTheFirstSampleIsOver() {
    buffer.play(audio(160, 1), 1);

    assertEquals(List.of(), buffer.heard(1));
  }

  @Test
  void clearCutsToTheSample() {
    buffer.play(audio(800, 1), 0);
    buffer.clear(33 * MS);
    buffer.play(audio(8, 2), 40 * MS);

    List<Piece> heard = buffer.heard(100 * MS);
    assertEquals(33 * 8, heard.get(0).audio().length);
    assertEquals(40 * MS, heard.get(1).startNanos());
    assertArrayEquals(audio(8, 2), heard.get(1).audio());
  }

  @Test
  void aMarkIsDueWhenAllAudioBeforeItWasPlayed() {
    buffer.play(audio(160, 1), 0);
    Mark first = buffer.mark("first", MS);
    buffer.play(audio(160, 1), 2 * MS);
    Mark second = buffer.mark("second", 2 * MS);

    assertEquals(20 * MS, first.dueNanos());
    assertEquals(40 * MS, second.dueNanos());
    assertEquals(List.of(), buffer.takeDueMarks(20 * MS - 1));
    assertEquals(List.of(first), buffer.takeDueMarks(20 * MS));
    assertEquals(List.of(second), buffer.takeDueMarks(40 * MS));
  }

  @Test
  void aMarkOnAnEmptyBufferIsDueAtOnce() {
    buffer.play(audio(8, 1), 0);
    assertEquals(7 * MS, buffer.mark("m", 7 * MS).dueNanos());
  }

  @Test
  void clearGivesAllWaitingMarksBackAndOnlyOnce() {
    buffer.play(audio(160, 1), 0);
    Mark first = buffer.mark("first", 0);
    Mark second = buffer.mark("second", 0);

    assertEquals(List.of(first, second), buffer.clear(MS));
    assertEquals(List.of(), buffer.clear(MS));
    assertEquals(List.of(), buffer.takeDueMarks(1000 * MS));
  }

  @Test
  void whatIsBeyondTenMinutesIsDropped() {
    byte[] minute = new byte[60 * 8000];
    for (int i = 0; i < 10; i++) {
      assertTrue(buffer.play(minute, 0));
    }
    assertFalse(buffer.play(new byte[1], 0));
    assertTrue(buffer.play(new byte[1], MS));
  }

  @Test
  void soundEndsWithTheLastByteThatIsNotSilence() {
    byte[] audio = audio(160, SILENCE);
    audio[79] = 1;
    audio[159] = 0x7F;
    buffer.play(audio, 0);
    assertEquals(10 * MS, buffer.soundEnd());
    assertTrue(buffer.firstSound(9 * MS) < 0);
    assertEquals(79 * PlaybackBuffer.SAMPLE_NANOS, buffer.firstSound(10 * MS));
  }

  @Test
  void soundThatWasClearedWasNeverHeard() {
    byte[] audio = audio(160, SILENCE);
    audio[120] = 1;
    buffer.play(audio, 0);
    buffer.clear(10 * MS);
    assertTrue(buffer.firstSound(100 * MS) < 0);
    assertTrue(buffer.soundEnd() <= 10 * MS);
  }

  /** Frames one after another, each looked at as soon as it is over. */
  @Test
  void audioThatComesBetweenTwoSamplesIsLaidIntoFramesOnceAndWithoutAGap() {
    byte[] audio = new byte[320];
    for (int i = 0; i < audio.length; i++) {
      audio[i] = (byte) (1 + i % 100);
    }
    buffer.play(audio, 5 * MS + 60_000);
    byte[] all = new byte[3 * 160];
    for (int i = 0; i < 3; i++) {
      byte[] frame = new byte[160];
      buffer.lay(frame, 20L * i * MS, 20L * (i + 1) * MS);
      System.arraycopy(frame, 0, all, i * 160, frame.length);
    }
    assertArrayEquals(audio, Arrays.copyOfRange(all, 41, 41 + audio.length));
  }

  /** Against a model that plays sample by sample. */
  @RepeatedTest(50)
  void equalsAModelThatPlaysSampleBySample(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    RandomGenerator random = new Random(seed);
    SampleBySample model = new SampleBySample();
    long now = 0;
    for (int step = 0; step < 200; step++) {
      long until = now + random.nextInt(60) * PlaybackBuffer.SAMPLE_NANOS;
      assertEquals(model.advanceTo(until), names(buffer.takeDueMarks(until)), "seed " + seed);
      now = until;
      switch (random.nextInt(10)) {
        case 0 -> assertEquals(model.clear(), names(buffer.clear(now)), "seed " + seed);
        case 1, 2 -> {
          String name = "m" + step;
          buffer.mark(name, now);
          model.queue.add(name);
          assertEquals(model.passMarks(), names(buffer.takeDueMarks(now)), "seed " + seed);
        }
        default -> {
          byte[] audio = audio(random.nextInt(40), 1 + random.nextInt(100));
          buffer.play(audio, now);
          for (byte sample : audio) {
            model.queue.add(sample);
          }
        }
      }
      assertArrayEquals(model.heard(), rendered(buffer.heard(now), now), "seed " + seed);
    }
  }

  private static byte[] audio(int length, int value) {
    byte[] audio = new byte[length];
    Arrays.fill(audio, (byte) value);
    return audio;
  }

  private static List<String> names(List<Mark> marks) {
    return marks.stream().map(Mark::name).toList();
  }

  private static byte[] rendered(List<Piece> pieces, long now) {
    byte[] heard = new byte[(int) (now / PlaybackBuffer.SAMPLE_NANOS)];
    for (Piece piece : pieces) {
      int at = (int) (piece.startNanos() / PlaybackBuffer.SAMPLE_NANOS);
      System.arraycopy(piece.audio(), 0, heard, at, piece.audio().length);
    }
    return heard;
  }

  private static final class SampleBySample {
    final Deque<Object> queue = new ArrayDeque<>();
    private final List<Byte> played = new ArrayList<>();

    List<String> advanceTo(long nanos) {
      List<String> passed = new ArrayList<>(passMarks());
      while (played.size() * PlaybackBuffer.SAMPLE_NANOS < nanos) {
        played.add(queue.isEmpty() ? (byte) 0 : (Byte) queue.remove());
        passed.addAll(passMarks());
      }
      return passed;
    }

    List<String> passMarks() {
      List<String> passed = new ArrayList<>();
      while (queue.peek() instanceof String mark) {
        passed.add(mark);
        queue.remove();
      }
      return passed;
    }

    List<String> clear() {
      List<String> waiting =
          queue.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      queue.clear();
      return waiting;
    }

    byte[] heard() {
      byte[] heard = new byte[played.size()];
      for (int i = 0; i < heard.length; i++) {
        heard[i] = played.get(i);
      }
      return heard;
    }
  }
}
