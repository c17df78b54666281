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

  /**
   * A speech of the model's that the caller heard.
   *
   * @param number of the speech, as the model counts
   * @param fromMs when the first of it was heard
   * @param toMs when the last of it was heard
   * @param upTo how far into it
   */
  record Heard(int number, int fromMs, int toMs, Duration upTo) {
    private Heard until(int nowMs, Duration position) {
      return new Heard(number, fromMs, nowMs, position);
    }
  }

  /** What was heard of the model, in order; each speech once. */
  static List<Heard> heardIn(short[] heard) {
    List<Heard> speeches = new ArrayList<>();
    for (int at = 0; at + BLOCK <= heard.length; at += STEP) {
      Optional<CodedSpeech.Place> place = CodedSpeech.read(heard, at, RATE_HZ);
      if (place.isPresent()) {
        add(speeches, place.get(), 1000 * (at + BLOCK) / RATE_HZ);
      }
    }
    return speeches;
  }

  private static void add(List<Heard> speeches, CodedSpeech.Place place, int nowMs) {
    int last = speeches.size() - 1;
    Duration upTo = place.position().plusMillis(10);
    int before = last < 0 ? 0 : speeches.get(last).number();
    // A speech says its number modulo.
    int number = before + Math.floorMod(place.number() - before, CodedSpeech.NUMBERS);
    if (last >= 0 && number == before) {
      speeches.set(last, speeches.get(last).until(nowMs, upTo));
    } else {
      speeches.add(new Heard(number, nowMs - 20, nowMs, upTo));
    }
  }
}
