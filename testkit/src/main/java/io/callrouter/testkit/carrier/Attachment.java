package io.callrouter.testkit.carrier;

import io.callrouter.CallRouter;
import io.callrouter.testkit.Delivery;
import io.callrouter.web.WebHandler;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a carrier sends its requests: to routers or a handler in this process, or to a server. It
 * can be changed at any time, by any thread.
 *
 * @since 0.1
 */
public final class Attachment {
  private volatile @Nullable Transport transport;
  private volatile @Nullable CallRouter router;

  /** To nothing yet. */
  public Attachment() {}

  /** To nodes in this process; the first is asked for records. */
  public void toNodes(CallRouter first, Function<Delivery, CallRouter> balancer) {
    this.router = first;
    this.transport = new InMemoryTransport(delivery -> balancer.apply(delivery).web());
  }

  /** To a handler in this process; there are no records. */
  public void toHandler(WebHandler web) {
    this.router = null;
    this.transport = new InMemoryTransport(delivery -> web);
  }

  /**
   * To a server.
   *
   * @param known where records are looked up, or null for nowhere
   */
  public void toServer(URI server, @Nullable CallRouter known) {
    this.router = known;
    this.transport = new SocketTransport(server);
  }

  /**
   * The way to the application.
   *
   * @throws IllegalStateException if there is none yet
   */
  public Transport transport() {
    Transport attached = transport;
    if (attached == null) {
      throw new IllegalStateException("nothing to call: attach a router first");
    }
    return attached;
  }

  /** What the router that is attached then knows of a call of that instance. */
  public Records records(String instance, String carrierId) {
    return new Records(instance, carrierId, () -> router);
  }
}
