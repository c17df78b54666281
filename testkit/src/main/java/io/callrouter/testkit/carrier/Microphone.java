package io.callrouter.testkit.carrier;

import io.callrouter.codec.G711;
import io.callrouter.codec.LevelMeter;
import io.callrouter.testkit.Handset;
import java.util.Arrays;

/**
 * The microphone of a live handset, in µ-law, and whether somebody speaks into it. Not safe for use
 * by several threads.
 */
final class Microphone {
  /** What a quiet room stays below; speech on the telephone has around −26 dB. */
  private static final double SPEECH_DBFS = -45;

  /** Pauses within speech are shorter than 300 ms. */
  private static final int PAUSE_FRAMES = 15;

  private final Handset handset;
  private final short[] pcm = new short[Handset.FRAME_SAMPLES];
  private final LevelMeter level = new LevelMeter();
  private int quietFrames = PAUSE_FRAMES;

  Microphone(Handset handset) {
    this.handset = handset;
  }

  /**
   * Takes the next frame.
   *
   * @return whether it is part of speech
   */
  boolean take(byte[] frame) {
    Arrays.fill(pcm, (short) 0);
    handset.speak(pcm);
    G711.PCMU.encode(pcm, 0, pcm.length, frame, 0);
    level.reset();
    level.push(pcm, 0, pcm.length);
    quietFrames = level.rmsDbfs() < SPEECH_DBFS ? Math.min(quietFrames + 1, PAUSE_FRAMES) : 0;
    return quietFrames < PAUSE_FRAMES;
  }
}
