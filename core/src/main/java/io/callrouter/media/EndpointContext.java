package io.callrouter.media;

import java.util.List;

/**
 * An endpoint's way to its call and its stream, given to every callback.
 *
 * <p>All methods may be called from any thread and none blocks. After the endpoint's end they do
 * nothing.
 *
 * @since 0.1
 */
public interface EndpointContext extends ConnectContext {
  /** The format the endpoint asked for: what it hears, and what it sends. */
  AudioFormat format();

  /** The format on the carrier's side. */
  AudioFormat carrierFormat();

  /**
   * Begins an item: a piece of audio whose playing is accounted for by itself, such as one answer
   * of an agent.
   *
   * @param name the endpoint's own name for it
   */
  PlayItem item(String name);

  /**
   * Stops playback at once, here and at the carrier.
   *
   * @return what was heard of each item that was not over yet, in the order of playing
   */
  List<PlayedItem> clear();

  /**
   * Lets what was sent be heard, within bounds, then ends the endpoint with that result; {@link
   * #clear()} first cuts it. The first end counts.
   */
  void finish(String result);

  /** Ends the endpoint at once with a failed outcome, for a reason a person can read. */
  void fail(String reason);
}
