package io.callrouter.examples.voiceagent.check;

import io.callrouter.examples.voiceagent.experts.ExpertServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The experts behind a way on which every new connection takes its time. */
final class LateServer implements AutoCloseable {
  private final ExpertServer experts;
  private final ServerSocket door;
  private final Duration delay;

  private LateServer(ExpertServer experts, ServerSocket door, Duration delay) {
    this.experts = experts;
    this.door = door;
    this.delay = delay;
  }

  static LateServer start(Duration delay) throws Exception {
    ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    LateServer server = new LateServer(ExpertServer.start(), door, delay);
    daemon(server::accept);
    return server;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort() + experts.url().getPath());
  }

  private void accept() throws Exception {
    while (!door.isClosed()) {
      Socket client = door.accept();
      daemon(() -> join(client));
    }
  }

  private void join(Socket client) throws Exception {
    TimeUnit.MILLISECONDS.sleep(delay.toMillis());
    Socket server = new Socket(InetAddress.getLoopbackAddress(), experts.url().getPort());
    daemon(() -> pass(server.getInputStream(), client.getOutputStream()));
    pass(client.getInputStream(), server.getOutputStream());
  }

  private static void pass(InputStream from, OutputStream to) throws IOException {
    try (to) {
      from.transferTo(to);
    }
  }

  /** A thread whose end by a closed socket is no failure. */
  private static void daemon(Rows.Fact task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.holds();
              } catch (Exception e) {
                // One side has closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    experts.close();
  }
}
