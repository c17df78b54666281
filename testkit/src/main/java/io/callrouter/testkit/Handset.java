package io.callrouter.testkit;

import java.time.Duration;

/**
 * A handset at the caller's ear: the audio of a simulated call as it happens, both ways, for a tool
 * through which a person talks to a carrier. A test mostly needs {@link SimulatedCaller#speak} and
 * {@link SimulatedCaller#heard} instead.
 *
 * <p>Audio is 16-bit samples at 8 kHz, mono, in frames of 20 ms, and goes through the carrier's own
 * codec: what is heard of an echo is what was spoken, once through µ-law. Both methods are called
 * while a media stream of the call is open, each by one thread at a time, perhaps both at once;
 * neither may block, throw, or call the caller's methods. A carrier's own recording does not hear
 * the handset.
 *
 * @since 0.1
 */
public interface Handset {
  /** Samples of a frame: 20 ms at 8 kHz. */
  int FRAME_SAMPLES = 160;

  /**
   * The microphone: asked for each frame when the carrier sends it, but for those that {@link
   * SimulatedCaller#speak} fills. Where a thread was late, it is asked for several in a row.
   *
   * @param frame filled with silence; to be filled with what the caller says, until this returns
   */
  void speak(short[] frame);

  /**
   * The earpiece: given every sample that the caller heard of a stream, once and without a gap,
   * silence included, as soon as the carrier's playback buffer has played the frame.
   *
   * @param at the first sample's position, counted from the start of the call
   * @param frame what was heard, the listener's own; the last one of a stream may be shorter
   */
  void hear(Duration at, short[] frame);
}
