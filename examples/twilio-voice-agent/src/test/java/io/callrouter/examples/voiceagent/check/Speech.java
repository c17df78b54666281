package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.CodedSpeech;
import java.time.Duration;
import java.util.Optional;

/** What callers say, and what they heard of the model; 16-bit samples at 8 kHz. */
final class Speech {
  private static final int RATE_HZ = 8000;
  private static final int BLOCK = RATE_HZ / 50;
  private static final int STEP = RATE_HZ / 200;

  private Speech() {}

  /** A vowel: harmonics of 140 Hz. */
  static short[] vowel(Duration length) {
    short[] pcm = new short[(int) length.toMillis() * RATE_HZ / 1000];
    for (int i = 0; i < pcm.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin(2 * Math.PI * 140 * harmonic * i / RATE_HZ) / harmonic;
      }
      pcm[i] = (short) (3700 * sum);
    }
    return pcm;
  }

  /** Up to where one of the model's speeches was heard. */
  static Duration heardOf(int speech, short[] heard) {
    Duration most = Duration.ZERO;
    for (int at = 0; at + BLOCK <= heard.length; at += STEP) {
      Optional<CodedSpeech.Place> place = CodedSpeech.read(heard, at, RATE_HZ);
      if (place.isPresent() && place.get().number() == speech % CodedSpeech.NUMBERS) {
        Duration end = place.get().position().plusMillis(10);
        most = end.compareTo(most) > 0 ? end : most;
      }
    }
    return most;
  }
}
