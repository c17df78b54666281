package io.callrouter.openai;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The way to the model: opens WebSockets. {@link AgentConfig} uses the JDK's HTTP client where none
 * is given; a host with a proxy or certificates of its own brings its client with {@link #over}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ModelTransport {
  /**
   * Opens a socket; must not block.
   *
   * @param headers to be sent with the handshake; they hold the key, and must not be logged
   * @param listener is told what comes, from the moment the socket is open
   * @return the open socket; failed with a {@link ModelRefusedException} where the service answered
   *     the handshake with a status, else with an {@link java.io.IOException}
   */
  CompletableFuture<ModelSocket> open(URI url, Map<String, String> headers, Listener listener);

  /**
   * Over an HTTP client of the host's, which brings its proxy, its certificates, its time limits
   * and its threads. Its executor runs what the model's messages bring about: one that runs a task
   * at once saves a change of threads for each message, and a listener that blocks then holds up
   * all calls.
   */
  static ModelTransport over(HttpClient client) {
    return new JdkModelTransport(() -> client);
  }

  /**
   * What comes on a socket; called in order, by one thread at a time, which must not be blocked.
   *
   * @since 0.1
   */
  interface Listener {
    /** A text message, whole. */
    void onText(String message);

    /**
     * The socket is closed, by whomever; nothing follows. Told once.
     *
     * @param code RFC 6455 §7.4, 1006 if it was lost
     */
    void onClosed(int code, String reason);
  }
}
