package io.callrouter.media;

import java.io.IOException;

/**
 * Listens to both sides of a call and says nothing: a recorder, a level meter, analytics.
 * Ready-made are {@link Recorder} and {@link SpeechActivity}.
 *
 * <p>A tap hears frames of 20 ms in pairs, from the first frame of its stream to the last: what the
 * caller said, and what he heard meanwhile. Both lie on one clock, the caller's: a pair for each of
 * his frames, and for the time before the first of them if that lets itself be waited for. What he
 * heard is what the playback ledger says was heard, when it was, without what a clear discarded;
 * where there was nothing, there is silence. A stretch that the carrier plays without a pause has
 * none here either. A pair comes some 400 ms late, because marks take their time to tell what was
 * played.
 *
 * <p>All callbacks run in order on a thread of the tap's own and may block: they hold up nothing
 * but this tap. Of 4 s of audio that wait, the oldest goes, is counted and logged, and is seen as a
 * jump of the timestamps. {@code onEnd} follows every {@code onStart}, even one that threw. What a
 * callback throws is logged and ends the tap; the call goes on without it.
 *
 * <p>A tap is told no digits, which may be those of a card.
 *
 * @since 0.1
 */
public interface AudioTap extends AutoCloseable {
  /** The format this tap wants to hear; the carrier's own costs no conversion. */
  default AudioFormat format(AudioFormat carrierFormat) {
    return carrierFormat;
  }

  /** Audio follows. */
  default void onStart(TapContext context) throws Exception {}

  /**
   * A pair of frames, in the tap's format, with the same timestamp.
   *
   * @param caller what the caller said; valid until this returns
   * @param heard what he heard; valid until this returns
   */
  void onAudio(TapContext context, AudioFrame caller, AudioFrame heard) throws Exception;

  /** There is no more audio: the media ended, or the call went on without this tap. */
  default void onEnd(TapContext context) throws Exception {}

  /** Gives back what the tap holds; called exactly once, last. */
  @Override
  default void close() throws IOException {}
}
