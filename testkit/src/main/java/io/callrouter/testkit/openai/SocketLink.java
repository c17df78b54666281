package io.callrouter.testkit.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection from its handshake to its end, read by one thread and written by a queue.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455 §4.2</a>
 */
final class SocketLink implements Link, WebSocketReader.Listener {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Set<String> PATHS = Set.of("/v1/realtime", "/openai/v1/realtime");
  private static final int HANDSHAKE_MS = 5000;
  private static final int CLOSING_MS = 5000;
  private static final int NO_CODE = 1005;
  private static final int BROKE_OFF = 1006;
  private static final Duration LONGEST_READ = Duration.ofMinutes(5);

  private final Socket socket;
  private final SimulatedModel model;
  private final Timekeeper timekeeper;
  private final SerialExecutor writing;
  private final Executor others;
  private volatile @Nullable Thread reader;
  private volatile boolean frozen;
  private @Nullable Session session;

  SocketLink(Socket socket, SimulatedModel model) {
    this.socket = socket;
    this.model = model;
    this.timekeeper = model.timekeeper();
    this.others = timekeeper.executor("model");
    this.writing = new SerialExecutor(timekeeper.executor("model-writer"));
  }

  /** Serves the client until it is gone; blocks. */
  void serve() {
    reader = Thread.currentThread();
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      HttpHead head = HttpHead.read(in);
      Session opened = admit(head);
      if (opened != null) {
        session = opened;
        socket.setSoTimeout(0);
        opened.start();
        read(in, opened);
      }
    } catch (IOException e) {
      ended(BROKE_OFF, String.valueOf(e.getMessage()));
    }
  }

  private void read(InputStream in, Session to) throws IOException {
    try {
      WebSocketReader.Close close = new WebSocketReader(in, this).readAll();
      to.closedByClient(close.code(), close.reason());
      close(close.code() == NO_CODE ? 1000 : close.code(), close.reason());
    } catch (WebSocketFault e) {
      to.close(e.code(), String.valueOf(e.getMessage()));
    }
    drain(in);
  }

  /** What is still written is written, and the client has time to take it. */
  private void drain(InputStream in) throws IOException {
    socket.setSoTimeout(CLOSING_MS);
    while (in.read() >= 0) {
      // Whatever comes after a close is of no interest.
    }
  }

  private void ended(int code, String reason) {
    if (session != null) {
      session.closedByClient(code, reason);
    }
  }

  private @Nullable Session admit(HttpHead head) throws IOException {
    if (!head.method().equals("GET") || !PATHS.contains(head.path())) {
      return refuse(404, "{\"error\":{\"message\":\"Invalid URL\",\"code\":null}}");
    }
    boolean upgrade = head.lists("Connection", "Upgrade") && head.lists("Upgrade", "websocket");
    String key = head.header("Sec-WebSocket-Key");
    if (!upgrade || !head.header("Sec-WebSocket-Version").equals("13") || key.isEmpty()) {
      return refuse(426, "{\"error\":{\"message\":\"WebSocket, version 13\",\"code\":null}}");
    }
    Handshake handshake = new Handshake(head.parameter("model"), head.headers());
    HandshakeRefusedException refusal = model.refusal(handshake);
    if (refusal != null) {
      return refuse(refusal.status(), refusal.body());
    }
    writeHead(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n");
    return model.open(handshake, this, this::work);
  }

  /**
   * Works for the session. What the client says is done by the thread that has read it: to wake
   * another one for every 20 ms of each caller would cost more than all the rest.
   */
  private void work(Runnable task) {
    if (Thread.currentThread() == reader) {
      task.run();
    } else {
      others.execute(task);
    }
  }

  private @Nullable Session refuse(int status, String body) throws IOException {
    writeHead(
        "HTTP/1.1 "
            + status
            + " Refused\r\nContent-Type: application/json\r\n"
            + (status == 426 ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" : "")
            + "Connection: close\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body);
    return null;
  }

  private void writeHead(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public void onText(String text) throws IOException {
    Session to = session;
    if (to != null) {
      await(to.receive(text));
    }
  }

  private void await(CompletionStage<?> read) throws IOException {
    try {
      timekeeper.await(read.toCompletableFuture(), LONGEST_READ);
    } catch (TimeoutException e) {
      throw new IOException("a message that is read for too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  @Override
  public void onPing(byte[] payload) {
    write(writer -> writer.pong(payload));
  }

  @Override
  public void send(String message) {
    write(writer -> writer.text(message));
  }

  @Override
  public void close(int code, String reason) {
    write(
        writer -> {
          writer.close(code, reason);
          socket.setSoTimeout(CLOSING_MS);
          socket.shutdownOutput();
        });
  }

  @Override
  public void cut() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      ended(BROKE_OFF, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void freeze() {
    writing.execute(() -> frozen = true); // What was sent before still comes.
  }

  private void write(Writing what) {
    writing.execute(
        () -> {
          try {
            if (!frozen) {
              what.to(new WebSocketWriter(socket.getOutputStream()));
            }
          } catch (IOException e) {
            ended(BROKE_OFF, String.valueOf(e.getMessage()));
          }
        });
  }

  @FunctionalInterface
  private interface Writing {
    void to(WebSocketWriter writer) throws IOException;
  }
}
