package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** HTTP/1.1 byte by byte, right or wrong. */
final class RawHttp {
  private static final int PATIENCE_MS = 40_000;

  private RawHttp() {}

  /** Sends bytes as they are and reads until the other side closes. */
  static String exchange(URI server, String request) throws IOException {
    try (Socket socket = send(server, request)) {
      return answer(socket);
    }
  }

  /** Sends bytes, and that there are no more, and reads until the other side closes. */
  static String exchangeAndEnd(URI server, String request) throws IOException {
    try (Socket socket = send(server, request)) {
      socket.shutdownOutput();
      return answer(socket);
    }
  }

  /** A connection on which bytes were sent. */
  static Socket send(URI server, String request) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    try {
      for (int next = socket.getInputStream().read();
          next >= 0;
          next = socket.getInputStream().read()) {
        answer.append((char) next);
      }
    } catch (SocketException e) {
      answer.append("(reset)"); // what was not read when the other side closed
    }
    return answer.toString();
  }

  /** The status of an answer; 0 if there is none. */
  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /**
   * A request as text, after which the server is to close.
   *
   * @param lines further header lines; one that begins with {@code Host:} or {@code
   *     Content-Length:} comes instead of the right one
   */
  static String text(WebRequest request, String... lines) {
    List<String> head = new ArrayList<>();
    head.add(request.method() + " " + request.target() + " HTTP/1.1");
    addUnlessIn(lines, head, "Host: ", "127.0.0.1");
    addUnlessIn(lines, head, "Content-Length: ", Integer.toString(request.body().length));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> head.add(name + ": " + value)));
    head.addAll(List.of(lines));
    head.add("Connection: close");
    return String.join("\r\n", head) + "\r\n\r\n" + new String(request.body(), ISO_8859_1);
  }

  private static void addUnlessIn(String[] lines, List<String> head, String name, String value) {
    if (List.of(lines).stream().noneMatch(line -> line.startsWith(name.strip()))) {
      head.add(name + value);
    }
  }
}
