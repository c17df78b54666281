package io.callrouter.openai;

import io.callrouter.testkit.openai.CodedSpeech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What callers say and what they heard of the model; 16-bit samples at 8 kHz. */
final class Voice {
  private static final int RATE_HZ = 8000;
  private static final int BLOCK = RATE_HZ / 50;
  private static final int STEP = RATE_HZ / 200;

  private Voice() {}

  /** Harmonics of 140 Hz, which no telephone takes for keys. */
  static short[] vowel(int ms) {
    short[] pcm = new short[ms * RATE_HZ / 1000];
    for (int i = 0; i < pcm.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin(2 * Math.PI * 140 * harmonic * i / RATE_HZ) / harmonic;
      }
      pcm[i] = (short) (3700 * sum);
    }
    return pcm;
  }

  /** The numbers of the speeches that were heard, in order. */
  static List<Integer> speechesIn(short[] heard) {
    List<Integer> numbers = new ArrayList<>();
    for (int at = 0; at + BLOCK <= heard.length; at += STEP) {
      Optional<CodedSpeech.Place> place = CodedSpeech.read(heard, at, RATE_HZ);
      if (place.isPresent()
          && (numbers.isEmpty() || numbers.get(numbers.size() - 1) != place.get().number())) {
        numbers.add(place.get().number());
      }
    }
    return numbers;
  }

  /** Up to where a speech was heard, by the last 20 ms of it that can be read. */
  static Duration heardOf(int number, short[] heard) {
    Duration most = Duration.ZERO;
    for (int at = 0; at + BLOCK <= heard.length; at += STEP) {
      Optional<CodedSpeech.Place> place = CodedSpeech.read(heard, at, RATE_HZ);
      if (place.isPresent() && place.get().number() == number) {
        Duration end = place.get().position().plusMillis(10);
        most = end.compareTo(most) > 0 ? end : most;
      }
    }
    return most;
  }
}
