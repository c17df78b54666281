package io.callrouter.codec;

/**
 * Measures how loud audio is: the level of its power and of its highest peak, over all that was
 * pushed since the last {@link #reset}.
 *
 * <p>Levels are in dB relative to the largest value of a 16-bit sample. For power (RMS) this is the
 * dBov of ITU-T G.100.1 and RFC 6464: a square wave at full scale has 0 dB, a sine −3.01 dB. Speech
 * on the telephone has around −26 dB while it lasts. Silence is {@link #SILENCE_DBFS}.
 *
 * <p>Nothing is allocated. An instance belongs to one thread at a time.
 *
 * @since 0.1
 */
public final class LevelMeter {
  /** The level of digital silence, and of nothing at all; the lowest that RFC 6464 can say. */
  public static final double SILENCE_DBFS = -127;

  private static final double FULL_SCALE = 1 << 15;

  private long squares;
  private long samples;
  private int peak;

  /** A meter that has heard nothing. */
  public LevelMeter() {}

  /**
   * Measures samples.
   *
   * @param pcm 16-bit samples
   * @param from index of the first sample
   * @param count number of samples
   * @throws IllegalArgumentException if the range is empty or not within {@code pcm}
   */
  public void push(short[] pcm, int from, int count) {
    Ranges.check("pcm", from, count, pcm.length);
    for (int i = from; i < from + count; i++) {
      push(pcm[i]);
    }
    samples += count;
  }

  /**
   * Measures samples given as little-endian bytes.
   *
   * @param pcm 16-bit samples as bytes
   * @param from index of the first byte
   * @param bytes number of bytes, even
   * @throws IllegalArgumentException if {@code bytes} is odd or none, or the range is not within
   *     {@code pcm}
   */
  public void push(byte[] pcm, int from, int bytes) {
    if (bytes % Pcm16.BYTES != 0) {
      throw new IllegalArgumentException(
          "pcm: " + bytes + " bytes, where 16-bit PCM allows even numbers only");
    }
    Ranges.check("pcm", from, bytes, pcm.length);
    for (int i = from; i < from + bytes; i += Pcm16.BYTES) {
      push(Pcm16.sample(pcm, i));
    }
    samples += bytes / Pcm16.BYTES;
  }

  private void push(int sample) {
    squares += (long) sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }

  /** The level of the power since the last reset, from −127 to 0 dB. */
  public double rmsDbfs() {
    return samples == 0 ? SILENCE_DBFS : decibels(Math.sqrt((double) squares / samples));
  }

  /** The level of the largest sample since the last reset, from −127 to 0 dB. */
  public double peakDbfs() {
    return decibels(peak);
  }

  /** Forgets what was measured. */
  public void reset() {
    squares = 0;
    samples = 0;
    peak = 0;
  }

  private static double decibels(double amplitude) {
    return Math.max(SILENCE_DBFS, 20 * Math.log10(amplitude / FULL_SCALE));
  }
}
