package io.callrouter.testkit.openai;

import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A {@link SimulatedModel} on a port of the loopback address, for clients that speak WebSocket.
 * Needs real time.
 *
 * @since 0.1
 */
public final class ModelServer implements AutoCloseable {
  private final ServerSocket server;
  private final SimulatedModel model;
  private final Executor threads;
  private final Set<SocketLink> links = ConcurrentHashMap.newKeySet();

  private ModelServer(ServerSocket server, SimulatedModel model, Timekeeper timekeeper) {
    this.server = server;
    this.model = model;
    this.threads = timekeeper.executor("model-socket");
  }

  static ModelServer start(SimulatedModel model) {
    try {
      ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      ModelServer server = new ModelServer(socket, model, model.timekeeper());
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, without the model: {@code ws://127.0.0.1:port/v1/realtime}. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/v1/realtime");
  }

  /** Stops it; connections break off. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      links.forEach(SocketLink::cut);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        return; // It was closed.
      }
    }
  }

  private void serve(Socket socket) {
    SocketLink link = new SocketLink(socket, model);
    links.add(link);
    threads.execute(
        () -> {
          try {
            link.serve();
          } finally {
            links.remove(link);
          }
        });
    if (server.isClosed()) {
      link.cut();
    }
  }
}
