package io.callrouter.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A piece of audio that an endpoint plays, with an account of how much of it was heard.
 *
 * <p>Items play in the order in which their audio was sent. All methods may be called from any
 * thread and none blocks; calls of {@link #send} for one item must not overlap.
 *
 * @since 0.1
 */
public interface PlayItem {
  /** The endpoint's name for it. */
  String name();

  /**
   * Sends audio in the endpoint's format, in chunks of any size.
   *
   * @return false if it was not taken: a live item counts it as dropped, an ahead item has failed
   *     and takes nothing more; or the item is over
   */
  boolean send(byte[] audio, int offset, int length);

  /** Sends a whole array. */
  default boolean send(byte[] audio) {
    return send(audio, 0, audio.length);
  }

  /** There is no more audio; {@code onPlayed} follows when it was heard. */
  void end();

  /** How much of it the caller has heard, as far as marks and clock tell. */
  Duration heard();

  /**
   * When its first frame was handed to the carrier's socket, since the item was begun; null while
   * none was.
   */
  @Nullable Duration sentAfter();

  /**
   * When the caller heard the first of it, since the item was begun, as the carrier's marks tell;
   * null while none has told.
   */
  @Nullable Duration heardAfter();
}
