package io.callrouter.jakarta;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a carrier does to a server: requests byte by byte, and WebSockets. */
final class Client {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern CONTENT_LENGTH = Pattern.compile("Content-Length: (\\d+)");

  private Client() {}

  /** Sends bytes as they are and reads one answer, its bytes as characters. */
  static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return answer(socket.getInputStream());
    }
  }

  /** A connection on which bytes were sent as they are. */
  static Socket send(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    Matcher length = CONTENT_LENGTH.matcher(answer);
    int headEnd = -1;
    for (int next = in.read(); next >= 0; next = in.read()) {
      answer.append((char) next);
      headEnd = headEnd < 0 ? answer.indexOf("\r\n\r\n") : headEnd;
      boolean bounded = headEnd >= 0 && length.reset().find();
      if (bounded && answer.length() == headEnd + 4 + Integer.parseInt(length.group(1))) {
        break;
      }
    }
    return answer.toString();
  }

  /** A request head with these further lines. */
  static String head(String requestLine, String... lines) {
    return requestLine
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + String.join("", java.util.Arrays.stream(lines).map(line -> line + "\r\n").toList())
        + "\r\n";
  }

  /** The head of a WebSocket handshake with these further lines. */
  static String handshake(String path, String... lines) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + String.join("", java.util.Arrays.stream(lines).map(line -> line + "\r\n").toList())
        + "\r\n";
  }

  static TestSocket open(int port, String path) {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    URI uri = URI.create("ws://localhost:" + port + path);
    return new TestSocket(
        HTTP.newWebSocketBuilder().buildAsync(uri, new Events(events)).join(), events);
  }

  /** An open socket and what came over it. */
  record TestSocket(WebSocket socket, BlockingQueue<String> events) {
    void sendText(String text) {
      socket.sendText(text, true).join();
    }

    void sendBinary(byte[] data) {
      socket.sendBinary(ByteBuffer.wrap(data), true).join();
    }

    String next() throws InterruptedException {
      return FakeRouter.next(events);
    }
  }

  private static final class Events implements WebSocket.Listener {
    private final BlockingQueue<String> events;
    private final StringBuilder text = new StringBuilder();

    Events(BlockingQueue<String> events) {
      this.events = events;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        events.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      events.add("closed " + code + " " + reason);
      return null;
    }
  }
}
