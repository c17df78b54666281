package io.callrouter.testkit;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A carrier that lives in the test: it signs and sends the webhooks, takes the commands, and
 * carries the audio of a call both ways, in the protocol of the carrier it stands for. Tests, the
 * conformance kit and tools drive any carrier through this; what only one carrier has stands on its
 * own type.
 *
 * <p>Because a router needs the account's settings before the carrier can reach the router, the
 * carrier is made first, {@link #prepare} gives its settings to the router, and then the router is
 * attached:
 *
 * <pre>{@code
 * CallRouter router = carrier.prepare(CallRouter.builder()).route(...).build();
 * SimulatedCaller caller = carrier.attach(router).from("+14155550177").to("+14155550100").start();
 * }</pre>
 *
 * <p>Another router may be attached later, as when a node is started again: calls that are live go
 * on with it. All methods may be called from any thread.
 *
 * @since 0.1
 */
public interface SimulatedCarrier {
  /** The provider type whose carrier this is, such as {@code twilio}. */
  String type();

  /** The id of the provider instance whose account this is; its type by default. */
  String instance();

  /**
   * What the router must be set to so that it takes this account's calls; more may be added.
   *
   * @return names and values for {@link io.callrouter.config.Settings#of}
   */
  Map<String, String> settings();

  /**
   * The way to the carrier's REST interface within the process, for {@link CallRouterBuilder#http};
   * null for a carrier that takes no requests.
   */
  default @Nullable CarrierHttp http() {
    return null;
  }

  /**
   * Gives a router all it needs to take this account's calls: its settings, its time, and the way
   * to the carrier.
   *
   * @return the same builder
   */
  CallRouterBuilder prepare(CallRouterBuilder builder);

  /** Sends everything to this router, within the process and without sockets. */
  SimulatedCarrier attach(CallRouter router);

  /**
   * Sends each request to the node that a load balancer chooses, within the process.
   *
   * @param router the node whose store is asked for records
   * @param balancer called on a thread of the timekeeper, for every request and every media socket
   */
  SimulatedCarrier attach(CallRouter router, Function<Delivery, CallRouter> balancer);

  /**
   * Sends everything over real sockets, as the proxy does that ends TLS: the public {@code https}
   * and {@code wss} addresses are signed, the local server is connected to.
   *
   * @param router where records are looked up
   * @param server the local server, such as {@code http://127.0.0.1:8080}
   */
  SimulatedCarrier attach(CallRouter router, URI server);

  /** Begins to describe a call from that number, or from {@code anonymous}. */
  CallSetup from(String number);

  /**
   * The same request as the carrier signs it now, for tests that send one themselves.
   *
   * @param request a webhook to a path on the public address; signatures it has are replaced
   */
  WebRequest sign(WebRequest request);

  /**
   * The handshake of a media socket, signed as the carrier signs it.
   *
   * @param path the path on the public address
   */
  WebRequest signedHandshake(String path);
}
