package io.callrouter.testkit.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service behind a real socket, with the JDK's client and with one that breaks the rules. */
@Timeout(60)
class ModelServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedModel model =
      SimulatedModel.create(time).firstOutput(Duration.ZERO).pace(1000);
  private final ModelServer server = model.listen();
  private final Client client = new Client();

  @AfterEach
  void close() {
    server.close();
    time.close();
  }

  @Test
  void aSessionIsHeldWithTheJdksClient() throws Exception {
    WebSocket socket = connect("gpt-realtime", model.apiKey());
    client.until("session.created");
    send(socket, "{'type':'response.create'}");
    String done = client.until("response.done");
    assertTrue(done.contains("\"status\":\"completed\""), done);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    assertEquals(1000, client.closed.get(20, TimeUnit.SECONDS));
    until(0);
    assertTrue(model.session().isClosedByClient());
  }

  @Test
  void aMessageInPiecesWithAPingBetweenIsOneMessage() throws Exception {
    WebSocket socket = connect("gpt-realtime", model.apiKey());
    socket.sendText("{\"type\":\"input_audio_", false).join();
    socket.sendPing(ByteBuffer.wrap("now".getBytes(UTF_8))).join();
    socket.sendText("buffer.clear\"}", true).join();
    client.until("input_audio_buffer.cleared");
    assertEquals("now", client.pong.get(20, TimeUnit.SECONDS));
  }

  @Test
  void messagesOfAllLengthsArrive() throws Exception {
    WebSocket socket = connect("gpt-realtime", model.apiKey());
    for (int length : new int[] {1, 100, 125, 126, 127, 65_400, 65_535, 65_536, 1_000_000}) {
      String text = "ü".repeat(length);
      send(
          socket,
          "{'type':'conversation.item.create','item':{'type':'message','role':'user','content':"
              + "[{'type':'input_text','text':'"
              + text
              + "'}]}}");
      assertTrue(client.until("conversation.item.added").contains("\"" + text + "\""));
    }
  }

  @Test
  void aRefusedHandshakeHasItsStatus() {
    assertEquals(401, refused("gpt-realtime", "sk-wrong"));
    assertEquals(404, refused("gpt-unknown", model.apiKey()));
    for (int status : new int[] {403, 429, 500}) {
      model.refuseNext(status);
      assertEquals(status, refused("gpt-realtime", model.apiKey()));
    }
    assertEquals(0, model.sessions().size());
  }

  @Test
  void theServiceClosesWithACodeAndBreaksOffWithout() throws Exception {
    connect("gpt-realtime", model.apiKey());
    client.until("session.created");
    model.session().suffer(new Mishap.Close(1011, "keepalive ping timeout"));
    assertEquals(1011, client.closed.get(20, TimeUnit.SECONDS));
    Client second = new Client();
    connect("gpt-realtime", model.apiKey(), second);
    second.until("session.created");
    model.session().suffer(new Mishap.Cut());
    assertThrows(Exception.class, () -> second.closed.get(20, TimeUnit.SECONDS));
    until(0);
  }

  @Test
  void aFrozenServiceAnswersNoPing() throws Exception {
    model.next(SessionPlan.sound().at(Moment.before("session.created"), new Mishap.Freeze()));
    WebSocket socket = connect("gpt-realtime", model.apiKey());
    send(socket, "{'type':'input_audio_buffer.clear'}");
    socket.sendPing(ByteBuffer.wrap("now".getBytes(UTF_8))).join();
    socket.abort();
    until(0);
    assertEquals(List.of(), model.session().received());
    assertEquals(List.of(), model.session().sent());
    assertFalse(client.pong.isDone());
  }

  @Test
  void closingTheServerBreaksItsConnectionsOff() throws Exception {
    connect("gpt-realtime", model.apiKey());
    client.until("session.created");
    server.close();
    assertThrows(Exception.class, () -> client.closed.get(20, TimeUnit.SECONDS));
    until(0);
  }

  @Test
  void aClientThatBreaksTheProtocolIsToldSo() throws Exception {
    assertEquals(1002, answerTo(frame(0x81, false, "{}".getBytes(UTF_8))), "not masked");
    assertEquals(1002, answerTo(frame(0xC1, true, "{}".getBytes(UTF_8))), "reserved bit");
    assertEquals(1002, answerTo(frame(0x80, true, "{}".getBytes(UTF_8))), "no beginning");
    assertEquals(1002, answerTo(frame(0x83, true, new byte[0])), "unknown opcode");
    assertEquals(1002, answerTo(frame(0x09, true, new byte[0])), "ping in pieces");
    assertEquals(1002, answerTo(frame(0x89, true, new byte[126])), "long ping");
    assertEquals(1002, answerTo(frame(0x88, true, new byte[] {3})), "half a code");
    assertEquals(1002, answerTo(frame(0x88, true, new byte[] {3, (byte) 237})), "code 1005");
    assertEquals(1003, answerTo(frame(0x82, true, new byte[4])), "binary");
    assertEquals(1007, answerTo(frame(0x81, true, new byte[] {(byte) 0xC3})), "not UTF-8");
    assertEquals(1009, answerTo(hugeHead()), "25 MiB");
    until(0);
  }

  @Test
  void whatIsNoHandshakeIsRefused() throws Exception {
    assertTrue(http("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 404 "));
    String plain = http("GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\nHost: x\r\n\r\n");
    assertTrue(plain.startsWith("HTTP/1.1 426 "), plain);
    assertEquals("", http("nonsense\r\n\r\n"));
  }

  private WebSocket connect(String name, String key) {
    return connect(name, key, client);
  }

  private WebSocket connect(String name, String key, Client listener) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + key)
        .buildAsync(URI.create(server.url() + "?model=" + name), listener)
        .join();
  }

  private int refused(String name, String key) {
    var failure = assertThrows(CompletionException.class, () -> connect(name, key));
    return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
  }

  private static void send(WebSocket socket, String json) {
    socket.sendText(json.replace('\'', '"'), true).join();
  }

  private void until(int open) throws InterruptedException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (model.openSessions() != open && System.nanoTime() < limit) {
      client.messages.poll(10, TimeUnit.MILLISECONDS);
    }
    assertEquals(open, model.openSessions());
  }

  private static byte[] frame(int first, boolean masked, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    int mask = masked ? 0x80 : 0;
    if (payload.length < 126) {
      frame.write(mask | payload.length);
    } else {
      frame.write(mask | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    if (masked) {
      frame.writeBytes(new byte[4]);
    }
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static byte[] hugeHead() {
    return ByteBuffer.allocate(14)
        .put((byte) 0x81)
        .put((byte) 0xFF)
        .putLong(25L << 20)
        .putInt(0)
        .array();
  }

  /** The close code that answers some bytes. */
  private int answerTo(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(handshake().getBytes(UTF_8));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int end = 0; end != 0x0D0A0D0A; end = end << 8 | in.readUnsignedByte()) {
        // The answer to the handshake.
      }
      socket.getOutputStream().write(bytes);
      while (true) {
        int opcode = in.readUnsignedByte() & 0xF;
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
        in.readFully(payload);
        if (opcode == 8) {
          assertEquals(-1, in.read());
          return ByteBuffer.wrap(payload).getShort();
        }
      }
    }
  }

  private String handshake() {
    return "GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\nHost: localhost\r\n"
        + "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
        + model.apiKey()
        + "\r\n\r\n";
  }

  private String http(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static final class Client implements WebSocket.Listener {
    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final CompletableFuture<String> pong = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();

    String until(String type) throws InterruptedException {
      while (true) {
        String next = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("no " + type);
        }
        if (next.contains("\"type\":\"" + type + "\"")) {
          return next;
        }
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        messages.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
      pong.complete(UTF_8.decode(payload).toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
