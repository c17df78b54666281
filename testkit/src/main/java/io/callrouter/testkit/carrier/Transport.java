package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Delivery;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebResponse;
import java.io.IOException;

/**
 * The way from the carrier to the application. Both methods block.
 *
 * @since 0.1
 */
public interface Transport {
  /**
   * Sends a webhook.
   *
   * @return the answer, whatever its status
   * @throws IOException if there is no answer
   */
  WebResponse exchange(Delivery delivery, SignedRequest request) throws IOException;

  /**
   * Opens a media socket.
   *
   * @param listener what the application's messages and the end of the socket go to
   * @throws IOException if the handshake is not answered, or with a refusal
   */
  MediaConnection connect(Delivery delivery, SignedRequest handshake, MediaSocketListener listener)
      throws IOException;
}
