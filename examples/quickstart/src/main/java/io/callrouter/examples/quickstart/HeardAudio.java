package io.callrouter.examples.quickstart;

import io.callrouter.codec.G711;
import io.callrouter.codec.Resampler;
import io.callrouter.codec.WavAudio;
import java.util.Arrays;

/**
 * What the caller heard, searched for what he should have heard; 16-bit samples at 8 kHz.
 *
 * <p>A passage is found by the best normalised correlation of its loudest quarter of a second, then
 * compared sample by sample.
 */
final class HeardAudio {
  static final int RATE_HZ = 8000;

  private static final int WINDOW = RATE_HZ / 4;
  private static final int SEARCH_STEP = 4; // Within the window; offsets are all tried.
  private static final double LEAST_CORRELATION = 0.8;
  private static final int DRIFT_RANGE = RATE_HZ / 20;
  private static final int SHORTEST_GAP = RATE_HZ / 400;
  private static final int SILENCE = 8; // The smallest step of µ-law, at 16 bits.
  private static final int AUDIBLE = 100;

  private final short[] heard;

  HeardAudio(short[] heard) {
    this.heard = heard;
  }

  /**
   * Checks that a recording can be sent over a telephone and found again.
   *
   * @throws IllegalArgumentException if not, saying why
   */
  static void requireUsable(WavAudio recording) {
    short[] samples = overTelephone(recording);
    if (samples.length < 2 * WINDOW) {
      throw new IllegalArgumentException("it is shorter than half a second");
    }
    if (energy(samples) < square((short) AUDIBLE) * samples.length) {
      throw new IllegalArgumentException("it is silent");
    }
  }

  /** A recording as it sounds at the far end of a telephone line. */
  static short[] overTelephone(WavAudio recording) {
    short[] samples = recording.toMono().samples();
    if (samples.length < recording.sampleRateHz() / RATE_HZ + 1) {
      return new short[0];
    }
    Resampler resampler = Resampler.of(recording.sampleRateHz(), RATE_HZ);
    short[] narrow = new short[resampler.maxOutput(samples.length)];
    int count = resampler.process(samples, 0, samples.length, narrow, 0);
    byte[] codes = new byte[count];
    G711.PCMU.encode(narrow, 0, count, codes, 0);
    short[] decoded = new short[count];
    G711.PCMU.decode(codes, 0, count, decoded, 0);
    return decoded;
  }

  /** Looks for a recording and judges how it came over. */
  Passage find(String name, WavAudio recording) {
    short[] said = overTelephone(recording);
    int loudest = loudest(said, 0, said.length);
    int at = bestMatch(said, loudest, 0, heard.length - WINDOW) - loudest;
    boolean isWithin = at >= 0 && at + said.length <= heard.length;
    if (!isWithin || correlation(said, loudest, at + loudest, 1) < LEAST_CORRELATION) {
      return Passage.missing(name);
    }
    short[] came = Arrays.copyOfRange(heard, at, at + said.length);
    return new Passage(
        name, true, at, levelDb(came, said), drift(said, at), gap(came, said), clicks(came, said));
  }

  /** Where the loudest window of a stretch begins. */
  private static int loudest(short[] samples, int from, int to) {
    long energy = 0;
    long most = -1;
    int best = from;
    for (int i = from; i < to; i++) {
      energy += square(samples[i]);
      if (i - from >= WINDOW) {
        energy -= square(samples[i - WINDOW]);
      }
      if (i - from >= WINDOW - 1 && energy > most) {
        most = energy;
        best = i - WINDOW + 1;
      }
    }
    return best;
  }

  private int bestMatch(short[] said, int window, int from, int to) {
    double most = -1;
    int best = from;
    for (int at = Math.max(0, from); at <= Math.min(to, heard.length - WINDOW); at++) {
      double match = correlation(said, window, at, SEARCH_STEP);
      if (match > most) {
        most = match;
        best = at;
      }
    }
    return best;
  }

  /** The normalised correlation of a window of what was said with what was heard at a place. */
  private double correlation(short[] said, int window, int at, int step) {
    long product = 0;
    long saidEnergy = 0;
    long heardEnergy = 0;
    for (int i = 0; i < WINDOW && window + i < said.length && at + i < heard.length; i += step) {
      product += (long) said[window + i] * heard[at + i];
      saidEnergy += square(said[window + i]);
      heardEnergy += square(heard[at + i]);
    }
    return heardEnergy == 0 ? 0 : product / Math.sqrt((double) saidEnergy * heardEnergy);
  }

  private int drift(short[] said, int at) {
    int third = Math.max(WINDOW, said.length / 3);
    return displacement(said, Math.max(0, said.length - third), said.length, at)
        - displacement(said, 0, Math.min(third, said.length), at);
  }

  private int displacement(short[] said, int from, int to, int at) {
    int window = loudest(said, from, to);
    int expected = at + window;
    return bestMatch(said, window, expected - DRIFT_RANGE, expected + DRIFT_RANGE) - expected;
  }

  private static double levelDb(short[] came, short[] said) {
    return 10 * Math.log10((energy(came) + 1.0) / (energy(said) + 1.0));
  }

  private static long energy(short[] samples) {
    long energy = 0;
    for (short sample : samples) {
      energy += square(sample);
    }
    return energy;
  }

  /** The longest run of silence during which something audible was said. */
  private static int gap(short[] came, short[] said) {
    int longest = 0;
    int run = 0;
    long missed = 0;
    for (int i = 0; i < said.length; i++) {
      boolean silent = Math.abs(came[i]) <= SILENCE;
      run = silent ? run + 1 : 0;
      missed = silent ? missed + Math.abs(said[i]) : 0;
      if (run >= SHORTEST_GAP && missed > (long) AUDIBLE * run) {
        longest = Math.max(longest, run);
      }
    }
    return longest;
  }

  /** Counts samples further off than two steps of µ-law, which are a sixteenth of the sample. */
  private static int clicks(short[] came, short[] said) {
    int clicks = 0;
    for (int i = 0; i < said.length; i++) {
      int allowed = Math.abs(said[i]) / 8 + 4 * SILENCE;
      if (Math.abs(came[i] - said[i]) > allowed) {
        clicks++;
      }
    }
    return clicks;
  }

  private static long square(short sample) {
    return (long) sample * sample;
  }
}
