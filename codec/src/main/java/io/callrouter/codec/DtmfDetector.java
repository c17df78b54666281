package io.callrouter.codec;

import java.util.Objects;

/**
 * Finds DTMF digits in audio: tells each key of ITU-T Q.23 once, about 35 ms after its tone began.
 * For carriers that send no events for keys; where events come, they are surer.
 *
 * <p>Every 5 ms the last 20 ms are looked at. They sound like a key if the strongest tone of each
 * of the two groups is loud enough, near enough to its frequency and not too much louder than the
 * other, and if both together are at least 85 % of all that is heard; the last is what keeps speech
 * and music from being taken for keys, since they have overtones and neighbours. The limits follow
 * the receiver of AT&amp;T in table A-1 of ITU-T Q.24:
 *
 * <table>
 * <caption>Limits; between the two columns either may happen</caption>
 * <tr><th>Parameter</th><th>Taken</th><th>Refused</th></tr>
 * <tr><td>frequency</td><td>&plusmn;1.5 %</td><td>&plusmn;3.5 % and more</td></tr>
 * <tr><td>level of each tone</td><td>&minus;35 dBm0 up to full scale</td>
 *     <td>&minus;38 dBm0 and less</td></tr>
 * <tr><td>column weaker than row (normal twist)</td><td>8 dB</td><td>12 dB and more</td></tr>
 * <tr><td>column stronger than row (reverse twist)</td><td>4 dB</td><td>8 dB and more</td></tr>
 * <tr><td>duration</td><td>40 ms and more</td><td>23 ms and less</td></tr>
 * <tr><td>pause before the same key counts again</td><td>30 ms and more</td>
 *     <td>10 ms and less</td></tr>
 * <tr><td>white noise, both tones above it by</td><td>15 dB and more</td><td></td></tr>
 * </table>
 *
 * <p>A key is not found under other sound that is less than about 8 dB weaker than it, such as a
 * dial tone or a talker. A tone must last without interruption until it is told; after that it may
 * drop out for 10 ms and is still the same.
 *
 * <p>Nothing is allocated after construction, and the filters do not run in silence. An instance
 * belongs to one stream and to one thread at a time; no method blocks unless the consumer does.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-Q.23">ITU-T Q.23, the frequencies</a>
 * @see <a href="https://www.itu.int/rec/T-REC-Q.24">ITU-T Q.24, table A-1</a>
 * @since 0.1
 */
public final class DtmfDetector {
  private static final int SAMPLE_RATE_HZ = 8000;
  private static final int HOP = SAMPLE_RATE_HZ / 200;
  private static final int WINDOW = 4 * HOP;

  /**
   * Windows in a row that must sound like a key. A window still does when a quarter of it is
   * silence, so 23 ms of tone fill at most three and 32 ms at least four.
   */
  private static final int CERTAIN_WINDOWS = 4;

  /** Windows without the key that make a pause: 16 ms of silence spoil at most six, 26 ms seven. */
  private static final int PAUSE_WINDOWS = 7;

  private static final double MIN_SHARE = 0.85;
  private static final double MIN_POWER = powerOfSine(-36);

  /** Q.24 wants 8 and 4 dB taken; 2 dB more leave room for noise. */
  private static final double MAX_NORMAL_TWIST = ratio(8 + 2);

  private static final double MAX_REVERSE_TWIST = ratio(4 + 2);
  private static final char NO_KEY = 0;

  private final ToneGroup rows = new ToneGroup(DtmfTone.ROWS_HZ, SAMPLE_RATE_HZ, HOP);
  private final ToneGroup columns = new ToneGroup(DtmfTone.COLUMNS_HZ, SAMPLE_RATE_HZ, HOP);
  private final DigitConsumer consumer;

  /** Raised cosine: keeps a strong tone of one group out of the filters of the other. */
  private final double[] weights = new double[WINDOW];

  private final double powerPerEnergy;
  private final double powerPerSquare;

  private final short[] heard = new short[WINDOW];
  private final double[] weighted = new double[WINDOW];
  private int filled;

  /** What the last windows sounded like, and how many of them in a row. */
  private char candidate;

  private int run;

  /** The key that was told and still sounds, and for how many windows it was not heard. */
  private char sounding;

  private int missed;

  /** Takes the digits, on the thread that brought the samples. */
  @FunctionalInterface
  public interface DigitConsumer {

    /**
     * Takes one digit.
     *
     * @param digit one of {@code 0123456789ABCD*#}
     */
    void onDigit(char digit);
  }

  /**
   * Makes a detector that has heard nothing yet.
   *
   * @param consumer takes the digits; must not call back into this detector
   */
  public DtmfDetector(DigitConsumer consumer) {
    this.consumer = Objects.requireNonNull(consumer, "consumer");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < WINDOW; i++) {
      weights[i] = (1 - StrictMath.cos(2 * Math.PI * (i + 0.5) / WINDOW)) / 2;
      sum += weights[i];
      squares += weights[i] * weights[i];
    }
    powerPerEnergy = 1 / squares;
    powerPerSquare = 2 / (sum * sum);
  }

  /**
   * Takes the next samples of the stream and tells every digit that has become certain. The size of
   * the chunks makes no difference. What the consumer throws passes through, and the rest of this
   * chunk is lost then.
   *
   * @param pcm 16-bit samples at 8 kHz
   * @param from index of the first sample
   * @param samples number of samples
   * @throws IllegalArgumentException if the range is empty or not within {@code pcm}; nothing is
   *     taken then
   */
  public void push(short[] pcm, int from, int samples) {
    Ranges.check("pcm", from, samples, pcm.length);
    int end = from + samples;
    for (int next = from; next < end; ) {
      int taken = Math.min(end - next, WINDOW - filled);
      System.arraycopy(pcm, next, heard, filled, taken);
      next += taken;
      filled += taken;
      if (filled == WINDOW) {
        char key = keyInWindow();
        System.arraycopy(heard, HOP, heard, 0, WINDOW - HOP);
        filled = WINDOW - HOP;
        follow(key);
      }
    }
  }

  /** Returns whether the tone of the digit that was told last still sounds. */
  public boolean isSounding() {
    return sounding != NO_KEY;
  }

  /** Forgets what was heard; a tone that goes on counts as new. For gaps in the stream. */
  public void reset() {
    filled = 0;
    candidate = NO_KEY;
    run = 0;
    sounding = NO_KEY;
    missed = 0;
    rows.reset();
    columns.reset();
  }

  private char keyInWindow() {
    double power = weigh() * powerPerEnergy;
    if (power < 2 * MIN_POWER) {
      rows.reset();
      columns.reset();
      return NO_KEY;
    }
    rows.listen(weighted);
    columns.listen(weighted);
    double row = rows.power() * powerPerSquare;
    double column = columns.power() * powerPerSquare;
    boolean isKey =
        Math.min(row, column) >= MIN_POWER
            && row <= column * MAX_NORMAL_TWIST
            && column <= row * MAX_REVERSE_TWIST
            && row + column >= power * MIN_SHARE;
    return isKey ? DtmfTone.key(rows.strongest(), columns.strongest()) : NO_KEY;
  }

  /** Weighs the samples of the window and returns their energy. */
  private double weigh() {
    double energy = 0;
    for (int i = 0; i < WINDOW; i++) {
      double sample = weights[i] * heard[i];
      weighted[i] = sample;
      energy += sample * sample;
    }
    return energy;
  }

  private void follow(char key) {
    run = key == candidate ? run + 1 : 1;
    candidate = key;
    if (key != NO_KEY && key == sounding) {
      missed = 0;
      return;
    }
    if (++missed == PAUSE_WINDOWS) {
      sounding = NO_KEY;
    }
    if (key != NO_KEY && run == CERTAIN_WINDOWS) {
      sounding = key;
      missed = 0;
      consumer.onDigit(key);
    }
  }

  private static double powerOfSine(double levelDbm0) {
    double fullScale = (double) Short.MAX_VALUE * Short.MAX_VALUE / 2;
    return fullScale * ratio(levelDbm0 - DtmfTone.FULL_SCALE_DBM0);
  }

  private static double ratio(double decibel) {
    return StrictMath.pow(10, decibel / 10);
  }
}
