package io.callrouter.testkit.openai;

import java.time.Duration;
import java.util.Optional;

/**
 * What the simulated model says, as sound: five tones at a time in the band of a telephone, which
 * tell the number of the speech and the position in it every 20 ms. So a test knows of any 20 ms
 * that a caller heard what they are and where they come from, through G.711 and through a
 * resampler.
 *
 * <p>Numbers come again after {@value #NUMBERS} speeches, positions after 1,728 blocks (34.56 s).
 * The level is −18 dBov.
 *
 * @since 0.1
 */
public final class CodedSpeech {
  /** How many numbers there are, from 0. */
  public static final int NUMBERS = 144;

  private static final int DIGIT = 12;
  private static final int NUMBER_DIGITS = 2;
  private static final int POSITION_DIGITS = 3;
  private static final int GROUPS = NUMBER_DIGITS + POSITION_DIGITS;
  private static final int BLOCKS = DIGIT * DIGIT * DIGIT;
  private static final int BLOCK_MS = 20;
  private static final int SPACING_HZ = 1000 / BLOCK_MS; // Whole cycles in a block: orthogonal.
  private static final int LOWEST = 7; // times the spacing: 350 Hz
  private static final double AMPLITUDE = 2600;
  private static final double QUIETEST_RMS = 100;
  private static final double LEAST_SHARE = 0.7;
  private static final double LEAST_TONE = 0.03;

  private CodedSpeech() {}

  /**
   * A place in what the model said.
   *
   * @param number of the speech, modulo {@link #NUMBERS}
   * @param position from its beginning to the middle of what was read, within 11 ms
   */
  public record Place(int number, Duration position) {}

  /**
   * Makes samples of a speech.
   *
   * @param from number of the first sample, counted from the beginning of the speech
   */
  static short[] samples(int number, int sampleRateHz, long from, int count) {
    short[] pcm = new short[count];
    double[] sine = sine(sampleRateHz);
    int perBlock = sampleRateHz * BLOCK_MS / 1000;
    for (int i = 0; i < count; ) {
      long at = from + i;
      int[] cycles = cycles(number, at / perBlock);
      int phase = (int) (at % perBlock);
      int end = Math.min(count, i + perBlock - phase);
      for (; i < end; i++, phase++) {
        double sum = 0;
        for (int each : cycles) {
          sum += sine[each * phase % sine.length];
        }
        pcm[i] = (short) Math.round(AMPLITUDE * sum);
      }
    }
    return pcm;
  }

  /**
   * Reads 20 ms of what a caller heard.
   *
   * @param pcm 16-bit samples
   * @param from the first sample
   * @param sampleRateHz 8000 or 24000
   * @return empty if these are not the model's words alone: silence, or the border of two speeches
   * @throws IndexOutOfBoundsException if there are no 20 ms
   */
  public static Optional<Place> read(short[] pcm, int from, int sampleRateHz) {
    int samples = sampleRateHz * BLOCK_MS / 1000;
    double energy = 0;
    for (int i = from; i < from + samples; i++) {
      energy += (double) pcm[i] * pcm[i];
    }
    if (energy < QUIETEST_RMS * QUIETEST_RMS * samples) {
      return Optional.empty();
    }
    int[] digits = new int[GROUPS];
    double found = 0;
    for (int group = 0; group < GROUPS; group++) {
      double best = 0;
      for (int digit = 0; digit < DIGIT; digit++) {
        double power = power(pcm, from, samples, LOWEST + group * DIGIT + digit);
        if (power > best) {
          best = power;
          digits[group] = digit;
        }
      }
      if (best < LEAST_TONE * energy) {
        return Optional.empty();
      }
      found += best;
    }
    return found < LEAST_SHARE * energy ? Optional.empty() : Optional.of(place(digits));
  }

  private static Place place(int[] digits) {
    int number = digits[0] * DIGIT + digits[1];
    int block = 0;
    for (int i = NUMBER_DIGITS; i < GROUPS; i++) {
      block = block * DIGIT + (block % 2 == 0 ? digits[i] : DIGIT - 1 - digits[i]);
    }
    return new Place(number, Duration.ofMillis((long) block * BLOCK_MS + BLOCK_MS / 2));
  }

  /**
   * The tones of a block, as cycles in it. The position is in a reflected code: from one block to
   * the next one digit changes, by one, so that what lies across both is read as one of them.
   */
  private static int[] cycles(int number, long position) {
    int block = (int) (position % BLOCKS);
    int[] digits = {
      number % NUMBERS / DIGIT,
      number % DIGIT,
      block / (DIGIT * DIGIT),
      reflected(block / DIGIT % DIGIT, block / (DIGIT * DIGIT)),
      reflected(block % DIGIT, block / DIGIT)
    };
    for (int group = 0; group < GROUPS; group++) {
      digits[group] += LOWEST + group * DIGIT;
    }
    return digits;
  }

  private static int reflected(int digit, int above) {
    return above % 2 == 0 ? digit : DIGIT - 1 - digit;
  }

  /** The energy of a tone in a block: Goertzel's algorithm. */
  private static double power(short[] pcm, int from, int samples, int cycles) {
    double coefficient = 2 * Math.cos(2 * Math.PI * cycles / samples);
    double last = 0;
    double before = 0;
    for (int i = from; i < from + samples; i++) {
      double next = pcm[i] + coefficient * last - before;
      before = last;
      last = next;
    }
    double magnitude = last * last + before * before - coefficient * last * before;
    return 2 * magnitude / samples;
  }

  private static double[] sine(int sampleRateHz) {
    double[] sine = new double[sampleRateHz / SPACING_HZ];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = Math.sin(2 * Math.PI * i / sine.length);
    }
    return sine;
  }
}
