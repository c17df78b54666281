package io.callrouter.media;

/**
 * Anything that talks to and listens to a call: an agent, a room, a file player.
 *
 * <p>{@link #onAudio} runs on the thread that read the audio from the carrier's socket and must not
 * block; a callback of more than 5 ms is counted and named in a warning ({@link
 * Endpoints#offThread} is for endpoints that must block). All other callbacks run in order on a
 * queue of the endpoint and may block: 10 s until {@code onStart} has returned, its factory
 * included, and 5 s later on ({@link io.callrouter.TimeLimit#ENDPOINT_START}, {@link
 * io.callrouter.TimeLimit#ENDPOINT_END}). {@code onAudio} comes never before {@link #onStart} has
 * returned nor after {@link #onEnd}, and never two at a time; audio that arrives earlier is kept,
 * up to 2 seconds of it, and given on the queue. {@code onEnd} follows every {@code onStart}, even
 * one that threw.
 *
 * <p>What a callback throws ends the endpoint with a failed outcome, and the flow goes on. So does
 * one that does not return in time: its thread is interrupted, and the callbacks that are left
 * follow when it comes back after all.
 *
 * @since 0.1
 */
public interface AudioEndpoint extends AutoCloseable {
  /** The format this endpoint wants to hear and to send; the carrier's own costs no conversion. */
  default AudioFormat format(AudioFormat carrierFormat) {
    return carrierFormat;
  }

  /** Whether it sends in real time or faster. */
  default Pace pace() {
    return Pace.LIVE;
  }

  /** The stream is open; the endpoint may send from now on. */
  default void onStart(EndpointContext context) throws Exception {}

  /**
   * One 20 ms frame of what the caller says, in the endpoint's format.
   *
   * @param frame valid until this returns
   */
  void onAudio(EndpointContext context, AudioFrame frame) throws Exception;

  /** The caller pressed a key: {@code 0-9 * # A-D}. */
  default void onDigit(EndpointContext context, char digit) throws Exception {}

  /**
   * An item is over: heard to its end, or cut by {@code clear} or the endpoint's end; told once.
   */
  default void onPlayed(EndpointContext context, PlayedItem item) throws Exception {}

  /** The endpoint's part is over, whoever ended it; nothing can be sent any more. */
  default void onEnd(EndpointContext context) throws Exception {}

  /** Gives back what the endpoint holds; called exactly once, last. */
  @Override
  default void close() {}
}
