package io.callrouter.media;

import java.time.Duration;

/**
 * Is told by {@link SpeechActivity} who speaks on a call, and how loud both sides are.
 *
 * <p>Times are those of the stream's clock, from its first frame on, which is also the clock of a
 * {@link Recorder}'s file. They are exact to a frame of 20 ms. Both sides lie where the caller said
 * and heard them.
 *
 * <p>For one call the methods are called in order on the tap's own thread, and may block; a
 * listener that is given to several calls is called for them at the same time. What a method throws
 * ends the tap, and only that.
 *
 * @since 0.1
 */
public interface SpeechListener {
  /** Somebody has begun to speak; told some 450 ms later. */
  default void onSpeechStart(TapContext context, Speaker speaker, Duration at) throws Exception {}

  /**
   * Somebody has stopped speaking; told some 700 ms later, because shorter pauses are none, or when
   * the stream ends.
   */
  default void onSpeechEnd(TapContext context, Speaker speaker, Duration start, Duration end)
      throws Exception {}

  /**
   * The levels of the last 100 ms, for meters.
   *
   * @param at where these 100 ms begin
   */
  default void onLevels(TapContext context, Duration at, AudioLevel caller, AudioLevel agent)
      throws Exception {}
}
