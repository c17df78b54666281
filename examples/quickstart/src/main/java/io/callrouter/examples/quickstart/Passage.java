package io.callrouter.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a piece of audio came over, where the caller heard it best.
 *
 * @param name what it is
 * @param found whether it was heard at all
 * @param at where it begins, in samples since the call's start
 * @param levelDb how much louder it was than it should be
 * @param driftSamples how much later its end came than its beginning, beyond its length; other than
 *     zero where something was put in or left out, or its pitch is wrong
 * @param gapSamples the longest silence that is not its own
 * @param clicks samples that are off by more than µ-law explains
 */
record Passage(
    String name,
    boolean found,
    int at,
    double levelDb,
    int driftSamples,
    int gapSamples,
    int clicks) {
  private static final double MOST_LEVEL_DB = 0.5;

  static Passage missing(String name) {
    return new Passage(name, false, 0, 0, 0, 0, 0);
  }

  /** What is wrong with it, for a person to read; empty if nothing. */
  List<String> faults() {
    if (!found) {
      return List.of(name + " was not heard");
    }
    List<String> faults = new ArrayList<>();
    if (Math.abs(levelDb) > MOST_LEVEL_DB) {
      faults.add(text("%s is off by %+.1f dB", name, levelDb));
    }
    if (driftSamples != 0) {
      faults.add(text("the end of %s is %+.2f ms from where it should be", name, ms(driftSamples)));
    }
    if (gapSamples > 0) {
      faults.add(text("%s has a gap of %.2f ms", name, ms(gapSamples)));
    }
    if (clicks > 0) {
      faults.add(text("%s clicks: %d samples are off", name, clicks));
    }
    return faults;
  }

  @Override
  public String toString() {
    return found
        ? text(
            "%-12s at %6.2f s, level %+.1f dB, drift %.2f ms, longest gap %.2f ms, %d clicks",
            name, at / 8000.0, levelDb, ms(driftSamples), ms(gapSamples), clicks)
        : name + " was not heard";
  }

  private static double ms(int samples) {
    return samples / 8.0;
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
