package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Delivery;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.util.function.Function;

/** Calls the router within the process. */
final class InMemoryTransport implements Transport {
  private final Function<Delivery, WebHandler> nodes;

  InMemoryTransport(Function<Delivery, WebHandler> nodes) {
    this.nodes = nodes;
  }

  @Override
  public WebResponse exchange(Delivery delivery, SignedRequest request) {
    return nodes.apply(delivery).handle(request.toWebRequest());
  }

  @Override
  public MediaConnection connect(
      Delivery delivery, SignedRequest handshake, MediaSocketListener listener) throws IOException {
    Admission admission = nodes.apply(delivery).admit(handshake.toWebRequest());
    if (!admission.isAdmitted()) {
      throw new IOException("HTTP " + admission.status() + ": " + admission.reason());
    }
    return InMemoryConnection.open(admission, listener);
  }
}
