package io.callrouter.provider.telnyx;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP/1.1 server on loopback whose answers are bytes, so that they can be broken anywhere. */
final class RawServer implements AutoCloseable {
  private static final long PATIENCE_MS = 10_000;

  /** What to do with the socket when a whole request has come. */
  @FunctionalInterface
  interface Handler {
    void handle(Received request, Socket socket) throws IOException;
  }

  /** A request as it came; names of headers in lower case. */
  record Received(String method, String path, Map<String, String> headers, String body) {}

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<Thread> connections = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Handler handler;

  RawServer(Handler handler) throws IOException {
    this.handler = handler;
    start("accept", this::accept);
  }

  static String answer(int status, String body, String... headers) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Word\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("Content-Type: application/json\r\nContent-Length: ")
        .append(body.getBytes(StandardCharsets.UTF_8).length)
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Closes so that the other side sees a reset, not an end. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  void handle(Handler next) {
    handler = next;
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  List<Received> requests() {
    return requests;
  }

  /** How many connections were ever made. */
  int connections() {
    return connections.size();
  }

  /** Waits until the other side has closed all connections; whether it has. */
  boolean awaitNoConnection() throws InterruptedException {
    for (Thread connection : connections) {
      connection.join(PATIENCE_MS);
    }
    return connections.stream().noneMatch(Thread::isAlive);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = listener.accept();
      sockets.add(socket);
      connections.add(start("connection", () -> serve(socket)));
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      while (!socket.isClosed()) {
        Received request = read(socket.getInputStream());
        requests.add(request);
        handler.handle(request, socket);
      }
    } finally {
      sockets.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String[] start = line(in).split(" ", 3);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Received(
        start[0], start[1], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private interface Work {
    void run() throws IOException;
  }

  /** A connection that breaks is what these tests are about, so its thread just ends. */
  private static Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                return;
              }
            },
            "raw-server-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
