package io.callrouter.media;

/**
 * What a tap knows of its call and its stream, given to every callback; the attributes are those of
 * the connect action that named it first.
 *
 * <p>All methods may be called from any thread and none blocks.
 *
 * @since 0.1
 */
public interface TapContext extends ConnectContext {
  /** The format the tap asked for. */
  AudioFormat format();

  /** The format on the carrier's side. */
  AudioFormat carrierFormat();

  /**
   * Where the stream's clock stands now, in samples of the tap's format: audio that is said or
   * heard from now on has this timestamp or a later one, and what is earlier may still be on its
   * way to the tap.
   */
  long nowSamples();
}
