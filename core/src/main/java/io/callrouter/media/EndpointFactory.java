package io.callrouter.media;

/**
 * Makes the endpoint of a call, under the name it is registered with; run on the node where the
 * media socket arrives, unless it is {@link #early}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface EndpointFactory {
  /**
   * Makes one endpoint for one call. Called on the endpoint's queue; may block, as long as {@link
   * AudioEndpoint} says.
   *
   * @throws Exception if it cannot be made: the connect action comes out as failed
   */
  AudioEndpoint create(ConnectContext context) throws Exception;

  /** Whether it is run before the media socket is there. */
  default boolean isEarly() {
    return false;
  }

  /**
   * A factory that is run as soon as the carrier is told to open the media socket, so that what the
   * endpoint itself has to open, such as a model's socket, is open when the caller's audio comes.
   *
   * <p>It is run on a thread of its own on the node that tells the carrier. The endpoint is handed
   * over if the media socket comes in at that node. If not, or if the call ends or goes on without
   * it, it is closed without having been started, after 10 s at the latest; any other node makes
   * its own. So it must be cheap to make in vain. An endpoint that takes over a stream which is
   * open already is made when its turn comes, as by any factory.
   */
  static EndpointFactory early(EndpointFactory factory) {
    return new EarlyFactory(factory);
  }
}
