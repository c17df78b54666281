package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.media.AudioFormat;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pieces with any numbers and times, as a carrier or who has taken its place may send them. Of an
 * input, the first byte chooses the format; then come number (8 bytes), time in ms (8), length (2)
 * and ms until the next (1), over and over.
 */
class CarrierPiecesFuzzTest {
  private static final int PIECE = Long.BYTES + Long.BYTES + Short.BYTES + 1;
  private static final long MOST_NUMBER = 999_999_999_999_999_999L;
  private static final AudioFormat[] FORMATS = {
    AudioFormat.PCMU, AudioFormat.l16(16000), AudioFormat.l16(48000)
  };

  static Stream<byte[]> pieces() {
    return Stream.of(
        pieces(0, 1, 0, 2, 20, 4, 60, 3, 40, 4, 60),
        pieces(1, -1, 0, -1, 20, -1, 1000, -1, 5000, -1, 0),
        pieces(2, 1, MOST_NUMBER, MOST_NUMBER, 0, 5, 20, 6, 40, 22, MOST_NUMBER));
  }

  private static byte[] pieces(int format, long... numbersAndTimes) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + numbersAndTimes.length / 2 * PIECE);
    bytes.put((byte) format);
    for (int i = 0; i < numbersAndTimes.length; i += 2) {
      bytes.putLong(numbersAndTimes[i]).putLong(numbersAndTimes[i + 1]);
      bytes.putShort((short) 160).put((byte) 20);
    }
    return bytes.array();
  }

  @MethodSource("pieces")
  @FuzzTest
  void whateverTheNumbersSayWholeFramesComeOutAndNoMoreThanASecondIsFilledIn(byte[] input) {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    AudioFormat format =
        FORMATS[bytes.hasRemaining() ? Math.floorMod(bytes.get(), FORMATS.length) : 0];
    AtomicLong came = new AtomicLong();
    AtomicLong went = new AtomicLong();
    byte[] audio = new byte[format.bytesOf(1000)];
    try (ManualTimekeeper time = Timekeeper.manual()) {
      Tally tally = new Tally("test", time, (kind, details) -> {});
      CarrierTimeline row =
          new CarrierTimeline(
              format,
              (frame, offset, timestampSamples) -> {
                assertTrue(offset >= 0 && offset + format.bytesPerFrame() <= frame.length);
                went.addAndGet(format.bytesPerFrame());
              },
              tally);
      ReorderBuffer order =
          new ReorderBuffer(
              format,
              time,
              tally,
              (piece, offset, length, timestampMs, onReader) -> {
                int filled = row.take(piece, offset, length, timestampMs);
                assertTrue(filled >= 0 && filled <= format.bytesOf(1000), filled + " filled in");
                came.addAndGet(length + filled);
                return filled;
              });
      while (bytes.remaining() >= PIECE) {
        // A wire reads up to 18 digits, or -1 where a carrier has no numbers.
        long sequence = Math.max(-1, bytes.getLong() % (MOST_NUMBER + 1));
        long timestampMs = Math.abs(bytes.getLong() % (MOST_NUMBER + 1));
        int length = Math.min(audio.length, bytes.getShort() & 0x7FFF);
        order.take(sequence, audio, 0, length, timestampMs);
        time.advance(Duration.ofMillis(bytes.get() & 0xFF));
      }
      order.end();
      time.advance(Duration.ofSeconds(1));
    }
    assertTrue(went.get() <= came.get(), went + " out of " + came);
    assertEquals(0, went.get() % format.bytesPerFrame());
  }
}
