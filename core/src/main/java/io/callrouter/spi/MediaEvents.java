package io.callrouter.spi;

/**
 * What a {@link MediaWire} tells while it reads. Implemented by the router; no method blocks.
 *
 * <p>A wire need not keep count of where its stream is: what it tells before the start or after the
 * stop the router passes over, and a second start it counts as malformed.
 *
 * @since 0.1
 */
public interface MediaEvents {
  /** The sequence of audio that the carrier never brings out of order. */
  long IN_ORDER = -1;

  /** The stream begins; told once, before all that follows. */
  void onStart(MediaStart start);

  /**
   * A piece of audio, of any length, in the stream's format. What the caller hears is told on a
   * stream that goes one way only.
   *
   * <p>The router puts what comes out of order in order: a piece that is ahead of others waits for
   * them, 40 ms at most.
   *
   * @param track whose side it is
   * @param sequence its number among the track's pieces, as the carrier counts them, from 1; {@link
   *     #IN_ORDER} for every piece of the stream where the carrier keeps order by itself
   * @param audio valid until this returns
   * @param timestampMs its first sample's position since the stream's start
   */
  void onAudio(Track track, long sequence, byte[] audio, int offset, int length, long timestampMs);

  /** A mark came back. */
  void onMark(String name);

  /** The caller pressed a key. */
  void onDigit(char digit);

  /**
   * The carrier could not use something that was sent to it: counted, and logged once for each
   * code.
   *
   * @param code the carrier's
   * @param reason the carrier's words, of any length and content
   */
  void onError(long code, String reason);

  /** The carrier says that the stream is over. */
  void onStop();
}
