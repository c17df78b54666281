package io.callrouter.benchmarks.load;

import io.callrouter.codec.G711;
import java.util.Arrays;
import java.util.Base64;

/**
 * A caller who talks with an agent in turns: hears its greeting to the end, says something for 3 s,
 * hears the answer, and so on; some answers he interrupts.
 */
final class AgentTalk implements Talk {
  private static final int SPEECH_FRAMES = 150;
  private static final int INTERRUPTS_EVERY = 4;
  private static final long INTERRUPTS_AFTER_NANOS = 1_000_000_000;
  private static final long PAUSE_NANOS = 300_000_000;
  private static final long LONGEST_WAIT_NANOS = 10_000_000_000L;
  private static final byte SILENCE = (byte) 0xFF;
  private static final byte[] SPEECH = speech();

  private final int call;
  private final Conversations conversations;
  private final Hearing hearing;
  private long heardWhole;
  private int turn;
  private int speaking; // frames that are left to say
  private boolean waits = true; // for an answer of which nothing came yet
  private boolean interrupting;
  private long waitsSinceNanos = System.nanoTime();
  private long interruptsSinceNanos;
  private long answerBeginsNanos;
  private long playedOutNanos;
  private boolean hasHeard;

  AgentTalk(int call, Conversations conversations) {
    this.call = call;
    this.conversations = conversations;
    this.hearing = new Hearing(ModelService.answerMs(call));
  }

  @Override
  public void say(int number, byte[] frame, long now) {
    if (speaking == 0 && isMyTurn(now)) {
      speaking = SPEECH_FRAMES;
      turn++;
    }
    if (speaking > 0) {
      int from = (SPEECH_FRAMES - speaking) * Frames.BYTES;
      System.arraycopy(SPEECH, from, frame, 0, Frames.BYTES);
      if (--speaking == 0) {
        finish(now);
      }
    } else {
      Arrays.fill(frame, SILENCE);
    }
    QuietNumber.write(number, frame);
  }

  private void finish(long now) {
    waits = true;
    waitsSinceNanos = now;
    conversations.unheeded += interrupting ? 1 : 0;
    interrupting = false;
  }

  private boolean isMyTurn(long now) {
    if (waits) {
      boolean given = now - waitsSinceNanos > LONGEST_WAIT_NANOS;
      conversations.unanswered += given ? 1 : 0;
      return given;
    }
    if (now < playedOutNanos && (turn + call) % INTERRUPTS_EVERY == 0) {
      interrupting = now - answerBeginsNanos > INTERRUPTS_AFTER_NANOS;
      interruptsSinceNanos = now;
      return interrupting;
    }
    return !hearing.isHearing() && now - playedOutNanos > PAUSE_NANOS;
  }

  @Override
  public long hear(Findings findings, byte[] bytes, int from, int to, long begins, long now) {
    byte[] audio = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, to));
    if (!hearing.isHearing()) {
      answerBeginsNanos = begins;
      if (waits) {
        conversations.answered.add(now - waitsSinceNanos);
      }
      waits = false;
    } else if (begins > playedOutNanos) {
      conversations.paused(begins - playedOutNanos);
    }
    hearing.add(audio, findings);
    hasHeard = true;
    conversations.whole += hearing.whole() - heardWhole;
    heardWhole = hearing.whole();
    long length = audio.length * (Frames.MS * 1_000_000L) / Frames.BYTES;
    playedOutNanos = begins + length;
    return length;
  }

  @Override
  public void cleared(Findings findings, long now) {
    playedOutNanos = now;
    hearing.cut();
    if (interrupting) {
      interrupting = false;
      conversations.interrupted++;
      conversations.cleared.add(now - interruptsSinceNanos);
    }
  }

  @Override
  public int outstanding() {
    return 0;
  }

  /** Whether anything of the model was heard since it was last asked. */
  boolean hasHeard() {
    boolean has = hasHeard;
    hasHeard = false;
    return has;
  }

  /** Harmonics of 140 Hz, at the level of speech. */
  private static byte[] speech() {
    short[] pcm = new short[SPEECH_FRAMES * Frames.BYTES];
    for (int i = 0; i < pcm.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin(2 * Math.PI * 140 * harmonic * i / 8000) / harmonic;
      }
      pcm[i] = (short) (3700 * sum);
    }
    byte[] law = new byte[pcm.length];
    G711.PCMU.encode(pcm, 0, pcm.length, law, 0);
    return law;
  }
}
