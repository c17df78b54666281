package io.callrouter.media;

/**
 * Finds the talkspurts of one side in the levels of its frames.
 *
 * <p>It compares a frame's power with that of the noise, which it learns: it follows falling levels
 * by {@link #FALL_DB} a frame and rising ones by {@link #RISE_DB}. So noise is found again in every
 * pause between words, and a steady sound has become noise after some ten seconds.
 */
final class TalkspurtDetector {
  /** How far speech rises above the noise, and how far a talkspurt must fall towards it to end. */
  static final double ONSET_DB = 10;

  static final double RELEASE_DB = 6;

  /** How many frames in a row begin a talkspurt: 60 ms, so that a click does not. */
  static final int ONSET_FRAMES = 3;

  /** How long a pause must be to end a talkspurt: 300 ms. */
  static final int HANGOVER_FRAMES = 15;

  /** What the noise is taken for at least: below −50 dB nothing is speech. */
  static final double LEAST_NOISE_DBFS = -60;

  /** What the noise is taken for at most when the first frame comes, which may be speech. */
  private static final double MOST_FIRST_NOISE_DBFS = -40;

  private static final double FALL_DB = 1; // 50 dB a second
  private static final double RISE_DB = 0.06; // 3 dB a second

  private double noise = Double.NaN;
  private int loud; // frames in a row
  private long loudStart;
  private boolean speaking;
  private long start;
  private long end;

  /**
   * A frame.
   *
   * @param rmsDbfs its level
   * @param from its first sample's timestamp; frames that are missing count as silence
   * @param to the one after its last sample's
   * @return whether a talkspurt has begun or ended
   */
  boolean frame(double rmsDbfs, long from, long to) {
    learn(rmsDbfs);
    return speaking ? hasEnded(rmsDbfs, from, to) : hasBegun(rmsDbfs, from, to);
  }

  /** There are no more frames: whether a talkspurt has ended by that. */
  boolean finish() {
    boolean was = speaking;
    speaking = false;
    return was;
  }

  boolean isSpeaking() {
    return speaking;
  }

  /** Where the last talkspurt began. */
  long start() {
    return start;
  }

  /** Where it ended, or stands. */
  long end() {
    return end;
  }

  private void learn(double level) {
    if (Double.isNaN(noise)) {
      noise = Math.min(level, MOST_FIRST_NOISE_DBFS);
    }
    noise = level < noise ? Math.max(level, noise - FALL_DB) : Math.min(level, noise + RISE_DB);
    noise = Math.max(noise, LEAST_NOISE_DBFS);
  }

  private boolean hasBegun(double level, long from, long to) {
    if (level < noise + ONSET_DB) {
      loud = 0;
      return false;
    }
    if (loud == 0 || from != end) {
      loud = 0;
      loudStart = from;
    }
    loud++;
    end = to;
    speaking = loud == ONSET_FRAMES;
    start = loudStart;
    return speaking;
  }

  private boolean hasEnded(double level, long from, long to) {
    long hangover = HANGOVER_FRAMES * (to - from);
    boolean loudAgain = level >= noise + RELEASE_DB;
    if (loudAgain && from - end < hangover) {
      end = to;
    }
    speaking = to - end < hangover;
    loud = 0;
    return !speaking;
  }
}
