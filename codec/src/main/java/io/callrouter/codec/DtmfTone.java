package io.callrouter.codec;

/**
 * One DTMF digit as sound: the pair of sine tones that ITU-T Q.23 assigns to a key, produced chunk
 * by chunk. The chunks join without a seam, and the tone swells and fades over 2 ms so that it does
 * not click.
 *
 * <p>Q.24 has receivers recognise 40 ms of tone followed by 40 ms of pause; carriers send 100 ms or
 * more.
 *
 * <p>Nothing is allocated after construction. An instance belongs to one thread at a time; no
 * method blocks.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-Q.23">ITU-T Q.23</a>
 * @since 0.1
 */
public final class DtmfTone {
  /** The usual level of each of the two tones, in dBm0. */
  public static final double NOMINAL_LEVEL_DBM0 = -7;

  private static final String KEYS = "123A456B789C*0#D";
  static final int[] ROWS_HZ = {697, 770, 852, 941};
  static final int[] COLUMNS_HZ = {1209, 1336, 1477, 1633};
  private static final double MIN_LEVEL_DBM0 = -40;
  private static final double MAX_LEVEL_DBM0 = -3;

  /** G.711 &sect;6: the level of a sine that just reaches full scale, in &micro;-law. */
  static final double FULL_SCALE_DBM0 = 3.17;

  private static final int RAMP_MS = 2;

  private final Oscillator row;
  private final Oscillator column;

  /** The gain of the first samples and, mirrored, of the last: a raised cosine up to full level. */
  private final double[] ramp;

  private final double amplitude;
  private final int length;
  private int position;

  /**
   * Makes the tone of one key.
   *
   * @param key one of {@code 0123456789ABCD*#}
   * @param sampleRateHz rate of the samples, from 8000 to 192000
   * @param durationMs length of the tone in ms, from 10 to 10000
   * @param levelDbm0 level of each of the two tones in dBm0, from &minus;40 to &minus;3; see {@link
   *     #NOMINAL_LEVEL_DBM0}
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public DtmfTone(char key, int sampleRateHz, int durationMs, double levelDbm0) {
    int index = KEYS.indexOf(key);
    require(index >= 0, "A DTMF key is one of 0-9, A-D, * and #, not '" + key + "'");
    require(
        sampleRateHz >= 8000 && sampleRateHz <= 192_000,
        "The sampling rate is from 8000 to 192000 Hz, not " + sampleRateHz);
    require(
        durationMs >= 10 && durationMs <= 10_000,
        "A DTMF tone lasts from 10 to 10000 ms, not " + durationMs);
    require(
        levelDbm0 >= MIN_LEVEL_DBM0 && levelDbm0 <= MAX_LEVEL_DBM0,
        "The level of a DTMF tone is from -40 to -3 dBm0, not " + levelDbm0);
    row = new Oscillator(ROWS_HZ[index / 4], sampleRateHz);
    column = new Oscillator(COLUMNS_HZ[index % 4], sampleRateHz);
    ramp = new double[sampleRateHz * RAMP_MS / 1000];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (1 - StrictMath.cos(Math.PI * i / ramp.length)) / 2;
    }
    amplitude = Short.MAX_VALUE * StrictMath.pow(10, (levelDbm0 - FULL_SCALE_DBM0) / 20);
    length = Math.toIntExact((long) sampleRateHz * durationMs / 1000);
  }

  /**
   * Writes the next samples of the tone.
   *
   * @param pcm receives 16-bit samples
   * @param to index of the first sample
   * @param samples number of samples wanted
   * @return the number of samples written: fewer than wanted when the tone ends, 0 after its end
   * @throws IllegalArgumentException if the range is empty or not within {@code pcm}; nothing is
   *     written then
   */
  public int read(short[] pcm, int to, int samples) {
    Ranges.check("pcm", to, samples, pcm.length);
    int count = Math.min(samples, remainingSamples());
    for (int i = 0; i < count; i++) {
      pcm[to + i] = sample(position++);
    }
    return count;
  }

  /**
   * Returns how much of the tone is left.
   *
   * @return number of samples
   */
  public int remainingSamples() {
    return length - position;
  }

  /** The key at a row and a column, both from 0. */
  static char key(int row, int column) {
    return KEYS.charAt(4 * row + column);
  }

  private short sample(int n) {
    int fromEdge = Math.min(n, length - 1 - n);
    double gain = fromEdge < ramp.length ? ramp[fromEdge] : 1;
    return (short) Math.rint(amplitude * gain * (row.next() + column.next()));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * A sine by the recurrence sin(n&omega;) = 2 cos(&omega;) sin((n&minus;1)&omega;) &minus;
   * sin((n&minus;2)&omega;), because {@link StrictMath#sin} allocates on newer JDKs. Over 10 s it
   * drifts by less than a millionth of full scale.
   */
  private static final class Oscillator {
    private final double feedback;
    private double previous;
    private double current;

    Oscillator(double frequencyHz, int sampleRateHz) {
      double step = 2 * Math.PI * frequencyHz / sampleRateHz;
      feedback = 2 * StrictMath.cos(step);
      previous = -StrictMath.sin(step);
    }

    double next() {
      double value = current;
      current = feedback * value - previous;
      previous = value;
      return value;
    }
  }
}
