package io.callrouter.spi;

/**
 * What a {@link MediaWire} tells while it reads. Implemented by the router; no method blocks.
 *
 * @since 0.1
 */
public interface MediaEvents {
  /** The stream begins; told once, before all that follows. */
  void onStart(MediaStart start);

  /**
   * A piece of audio, of any length, in the stream's format. What the caller hears is told on a
   * stream that goes one way only.
   *
   * @param track whose side it is
   * @param audio valid until this returns
   * @param timestampMs its first sample's position since the stream's start
   */
  void onAudio(Track track, byte[] audio, int offset, int length, long timestampMs);

  /** A mark came back. */
  void onMark(String name);

  /** The caller pressed a key. */
  void onDigit(char digit);

  /** The carrier says that the stream is over. */
  void onStop();
}
