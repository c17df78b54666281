package io.callrouter.media;

/**
 * Makes the endpoint of a call, under the name it is registered with; run on the node where the
 * media socket arrives.
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
}
