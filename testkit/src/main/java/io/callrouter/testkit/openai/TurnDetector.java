package io.callrouter.testkit.openai;

import io.callrouter.codec.LevelMeter;

/**
 * Finds speech by its energy: it begins with 40 ms of sound within 60, and is over when nothing was
 * loud enough for as long as the session says. Time is counted in samples.
 */
final class TurnDetector {
  static final int WINDOW_MS = 10;
  private static final int LOUD_WINDOWS = 4;
  private static final int RECENT = 0x3F; // six windows

  private final TurnDetection detection;
  private final LevelMeter meter = new LevelMeter();
  private int recent;
  private int quietMs;
  private boolean speaking;

  TurnDetector(TurnDetection detection) {
    this.detection = detection;
  }

  /** What a window brought. */
  enum Change {
    NONE,
    STARTED,
    STOPPED
  }

  /** Looks at the next window. */
  Change push(short[] pcm, int from, int samples) {
    meter.reset();
    meter.push(pcm, from, samples);
    boolean loud = meter.rmsDbfs() >= detection.quietestDbov();
    recent = (recent << 1 | (loud ? 1 : 0)) & RECENT;
    quietMs = loud ? 0 : quietMs + WINDOW_MS;
    if (!speaking && Integer.bitCount(recent) >= LOUD_WINDOWS) {
      speaking = true;
      return Change.STARTED;
    }
    if (speaking && quietMs >= detection.silenceMs()) {
      reset();
      return Change.STOPPED;
    }
    return Change.NONE;
  }

  /** How far back the speech began that was found with the last window. */
  int onsetMs() {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(recent)) * WINDOW_MS;
  }

  /** Forgets what it heard. */
  void reset() {
    speaking = false;
    recent = 0;
    quietMs = 0;
  }
}
