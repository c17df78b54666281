package io.callrouter.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.openai.ModelConnection;
import io.callrouter.testkit.openai.ModelListener;
import io.callrouter.testkit.openai.SimulatedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The service's end of a socket to a simulated model (RFC 6455); the client is one that is known to
 * keep to the protocol. Read by one thread, written by any.
 */
final class ModelSocket implements ModelListener {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FRAME_ROOM = 64 * 1024;
  private static final int PING = 9;

  private final SocketChannel channel;
  private final SimulatedModel model;
  private final FrameReader reader = new FrameReader();
  private final SocketWriter writer; // guarded by this
  private final StringBuilder head = new StringBuilder();
  private @Nullable ModelConnection connection;

  ModelSocket(SocketChannel channel, SimulatedModel model) {
    this.channel = channel;
    this.model = model;
    this.writer = SocketWriter.ofServer(channel, ByteBuffer.allocateDirect(FRAME_ROOM));
  }

  /**
   * Takes in what has arrived.
   *
   * @throws IOException if nothing more will come
   */
  void read(byte[] shared) throws IOException {
    ModelConnection open = connection;
    if (open == null) {
      readHead(shared);
    } else if (!reader.read(
        channel, shared, (op, bytes, from, to) -> take(open, op, bytes, from, to))) {
      open.cut();
      channel.close();
      throw new IOException("the client is gone");
    }
  }

  private void readHead(byte[] shared) throws IOException {
    int count = channel.read(ByteBuffer.wrap(shared));
    if (count < 0) {
      channel.close();
      throw new IOException("the client is gone");
    }
    head.append(new String(shared, 0, count, ISO_8859_1));
    if (head.indexOf("\r\n\r\n") >= 0) {
      admit(head.toString().split("\r\n"));
    }
  }

  private void admit(String[] lines) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] parts = lines[i].split(": *", 2);
      headers.put(parts[0], parts[1]);
    }
    String query = URI.create(lines[0].split(" ", 3)[1]).getQuery();
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(headers.getOrDefault("Sec-WebSocket-Key", ""))
            + "\r\n\r\n";
    channel.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
    // The tasks of the model are run by who brings them, so it is open when this returns.
    try {
      connection = model.connect(query.replaceFirst("^model=", ""), headers, this).join();
    } catch (CompletionException e) {
      channel.close();
      throw new IOException("the model refuses the client", e);
    }
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private void take(ModelConnection open, int opcode, byte[] bytes, int from, int to) {
    switch (opcode) {
      case SocketWriter.TEXT -> {
        var unused = open.send(new String(bytes, from, to - from, UTF_8));
      }
      case SocketWriter.CLOSE -> open.close(1000, "");
      case PING -> write(SocketWriter.PONG, Arrays.copyOfRange(bytes, from, to));
      default -> throw new IllegalStateException("opcode " + opcode);
    }
  }

  @Override
  public void onText(String message) {
    write(SocketWriter.TEXT, message.getBytes(UTF_8));
  }

  @Override
  public void onClosed(int code, String reason) {
    write(SocketWriter.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  private synchronized void write(int opcode, byte[] payload) {
    try {
      writer.write(opcode, payload, payload.length);
    } catch (IOException e) {
      // The client is gone, which the reader will find.
    }
  }
}
