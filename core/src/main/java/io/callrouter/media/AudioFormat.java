package io.callrouter.media;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import java.time.Duration;

/**
 * An audio format, always mono. L16 is signed 16-bit little-endian.
 *
 * @param encoding how a sample is written
 * @param sampleRateHz samples a second
 * @since 0.1
 */
public record AudioFormat(Encoding encoding, int sampleRateHz) {
  /** How a sample is written. */
  public enum Encoding {
    /** G.711 µ-law, one byte a sample (RFC 3551 §4.5.14). */
    PCMU(1),
    /** G.711 A-law, one byte a sample (RFC 3551 §4.5.14). */
    PCMA(1),
    /** Linear, signed 16 bit, little-endian. */
    L16(2);

    private final int bytesPerSample;

    Encoding(int bytesPerSample) {
      this.bytesPerSample = bytesPerSample;
    }

    /**
     * Reads samples as linear 16-bit ones; allocates nothing.
     *
     * @param length bytes to read, whole samples; may be 0
     * @return the number of samples written
     * @throws IllegalArgumentException if either array is too short or a sample is not whole
     */
    public int decode(byte[] audio, int offset, int length, short[] samples, int to) {
      if (length == 0) {
        return 0;
      }
      return switch (this) {
        case PCMU -> G711.PCMU.decode(audio, offset, length, samples, to);
        case PCMA -> G711.PCMA.decode(audio, offset, length, samples, to);
        case L16 -> Pcm16.decode(audio, offset, length, samples, to);
      };
    }

    /**
     * Writes linear 16-bit samples; allocates nothing.
     *
     * @param count samples to write; may be 0
     * @return the number of bytes written
     * @throws IllegalArgumentException if either array is too short
     */
    public int encode(short[] samples, int from, int count, byte[] audio, int to) {
      if (count == 0) {
        return 0;
      }
      return switch (this) {
        case PCMU -> G711.PCMU.encode(samples, from, count, audio, to);
        case PCMA -> G711.PCMA.encode(samples, from, count, audio, to);
        case L16 -> Pcm16.encode(samples, from, count, audio, to);
      };
    }
  }

  /** The length of a frame in ms, everywhere. */
  public static final int FRAME_MS = 20;

  /** µ-law at 8 kHz. */
  public static final AudioFormat PCMU = new AudioFormat(Encoding.PCMU, 8000);

  /** A-law at 8 kHz. */
  public static final AudioFormat PCMA = new AudioFormat(Encoding.PCMA, 8000);

  /** Checks that the router can convert the format. */
  public AudioFormat {
    boolean known =
        switch (sampleRateHz) {
          case 8000 -> true;
          case 16000, 24000, 48000 -> encoding == Encoding.L16;
          default -> false;
        };
    if (!known) {
      throw new IllegalArgumentException(
          encoding
              + " at "
              + sampleRateHz
              + " Hz: use PCMU or PCMA at 8000 Hz, or L16 at 8000, 16000, 24000 or 48000 Hz");
    }
  }

  /** L16 at 8, 16, 24 or 48 kHz. */
  public static AudioFormat l16(int sampleRateHz) {
    return new AudioFormat(Encoding.L16, sampleRateHz);
  }

  /** Bytes of one sample: 1 or 2. */
  public int bytesPerSample() {
    return encoding.bytesPerSample;
  }

  /** Bytes of one 20 ms frame. */
  public int bytesPerFrame() {
    return bytesOf(FRAME_MS);
  }

  /** Bytes of that many ms. */
  public int bytesOf(int ms) {
    return sampleRateHz / 1000 * ms * bytesPerSample();
  }

  /** How long that many bytes play. */
  public Duration durationOf(long bytes) {
    return Duration.ofNanos(bytes / bytesPerSample() * 1_000_000_000L / sampleRateHz);
  }

  /** The byte that, repeated, is silence: 0xFF, 0xD5 or 0. */
  public byte silence() {
    return switch (encoding) {
      case PCMU -> (byte) 0xFF;
      case PCMA -> (byte) 0xD5;
      case L16 -> 0;
    };
  }
}
