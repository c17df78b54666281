package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.call.Dial;
import io.callrouter.web.WebHandler;
import java.util.List;
import java.util.Optional;

/**
 * Takes calls from its providers, runs the host's flows on them, and connects their live audio to
 * the host's endpoints.
 *
 * <p>Made by {@link #builder()}; all methods may be called from any thread.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CallRouter implements AutoCloseable {
  private CallRouter() {}

  /** A builder with nothing set. */
  public static CallRouterBuilder builder() {
    return new CallRouterBuilder();
  }

  static CallRouter stub() {
    return new CallRouter();
  }

  /** The door for the host's HTTP and WebSocket server. */
  public WebHandler web() {
    throw pending();
  }

  /** A call by our id, live or ended within the last 25 hours. May block. */
  public Optional<Call> call(String id) {
    throw pending();
  }

  /** A call by its provider instance and the carrier's id. May block. */
  public Optional<Call> call(String provider, String carrierId) {
    throw pending();
  }

  /** How many calls this node has taken that have not ended. */
  public int activeCalls() {
    throw pending();
  }

  /** What an operator should know at start: providers, addresses, what is missing; a line each. */
  public List<String> summary() {
    throw pending();
  }

  /**
   * Places a call; returns when the carrier has accepted it. May block.
   *
   * @throws io.callrouter.call.UnsupportedCapabilityException if the provider cannot place calls
   * @throws io.callrouter.call.NotFoundException if there is no such provider
   */
  public Call dial(Dial order) {
    throw pending();
  }

  /** Ends all media, closes the providers and gives everything back. May block. */
  @Override
  public void close() {
    throw pending();
  }

  private static RuntimeException pending() {
    return new UnsupportedOperationException();
  }
}
