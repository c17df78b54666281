package io.callrouter.benchmarks.load;

import io.callrouter.codec.G711;
import io.callrouter.testkit.openai.CodedSpeech;
import java.util.Optional;

/**
 * What a caller hears of the model, by the number and place that each 20 ms of it tell: whether all
 * of an answer came, once and in order, and whether it is as long as this call's answers are.
 */
final class Hearing {
  private static final int RATE_HZ = 8000;
  private static final int NOBODY = -1;

  private final int answerMs;
  private final byte[] block = new byte[Frames.BYTES];
  private final short[] pcm = new short[Frames.BYTES];
  private int filled;
  private int speech = NOBODY;
  private int heardMs;
  private long whole;

  /** A caller whose answers are that long. */
  Hearing(int answerMs) {
    this.answerMs = answerMs;
  }

  /** Hears more. */
  void add(byte[] audio, Findings findings) {
    for (byte sample : audio) {
      block[filled++] = sample;
      if (filled == block.length) {
        filled = 0;
        read(findings);
      }
    }
  }

  private void read(Findings findings) {
    G711.PCMU.decode(block, 0, block.length, pcm, 0);
    Optional<CodedSpeech.Place> place = CodedSpeech.read(pcm, 0, RATE_HZ);
    if (place.isEmpty()) {
      findings.damaged++;
      return;
    }
    int number = place.get().number();
    int at = (int) place.get().position().toMillis() - Frames.MS / 2;
    boolean goesOn = number == speech && at == heardMs;
    boolean begins = speech == NOBODY && at == 0;
    if (!goesOn && !begins) {
      findings.damaged++;
    }
    speech = number;
    heardMs = at + Frames.MS;
    if (heardMs >= answerMs) {
      whole++;
      cut();
    }
  }

  /** What came of the answer so far is all of it. */
  void cut() {
    speech = NOBODY;
    heardMs = 0;
    filled = 0;
  }

  /** Whether an answer has begun that is not over. */
  boolean isHearing() {
    return speech != NOBODY || filled > 0;
  }

  /** How many answers came whole. */
  long whole() {
    return whole;
  }
}
