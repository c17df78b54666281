package io.callrouter.benchmarks.load;

import io.callrouter.openai.ModelSocket;
import io.callrouter.openai.ModelTransport;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The way to the model with a clock in it. */
final class StampedTransport implements ModelTransport {
  private final ModelTransport way;
  private final AgentStamps stamps;

  StampedTransport(ModelTransport way, AgentStamps stamps) {
    this.way = way;
    this.stamps = stamps;
  }

  @Override
  public CompletableFuture<ModelSocket> open(
      URI url, Map<String, String> headers, Listener listener) {
    return way.open(url, headers, new Heard(listener)).thenApply(Said::new);
  }

  private final class Heard implements Listener {
    private final Listener listener;

    Heard(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onText(String message) {
      stamps.fromModel(message);
      listener.onText(message);
    }

    @Override
    public void onClosed(int code, String reason) {
      listener.onClosed(code, reason);
    }
  }

  private final class Said implements ModelSocket {
    private final ModelSocket socket;

    Said(ModelSocket socket) {
      this.socket = socket;
    }

    @Override
    public void send(String message) {
      stamps.toModel(message);
      socket.send(message);
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
