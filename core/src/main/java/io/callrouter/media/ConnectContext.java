package io.callrouter.media;

import io.callrouter.call.Call;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/**
 * What a factory knows when it makes an endpoint.
 *
 * @since 0.1
 */
public interface ConnectContext {
  /** The call to be connected. */
  Call call();

  /** The attributes of the connect action. */
  Map<String, String> attributes();

  /** The router's clock, timers and threads. */
  Timekeeper timekeeper();
}
