package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OkHttpCarrierHttpTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final OkHttpCarrierHttp http = new OkHttpCarrierHttp();
  private RawServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new RawServer((request, socket) -> RawServer.write(socket, RawServer.answer(200, "{}")));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void sendsMethodHeadersAndBodyAndGivesBackTheAnswer() throws IOException {
    server.handle(
        (request, socket) ->
            RawServer.write(
                socket, RawServer.answer(422, "{\"errors\":[]}", "Retry-After: 7", "X-A: 1")));
    Answer answer = http.send(post("/v2/calls?x=%3A", "{\"a\":\"é\"}"), LONG);
    assertEquals(422, answer.status());
    assertEquals("7", answer.header("retry-after"));
    assertArrayEquals("{\"errors\":[]}".getBytes(StandardCharsets.UTF_8), answer.body());
    RawServer.Received request = server.requests().get(0);
    assertEquals("POST", request.method());
    assertEquals("/v2/calls?x=%3A", request.path());
    assertEquals("{\"a\":\"é\"}", request.body());
    assertEquals("Bearer key", request.headers().get("authorization"));
    assertEquals("application/json", request.headers().get("content-type"));
  }

  @Test
  void getHasNoBody() throws IOException {
    http.send(request("GET", server.url("/v2/calls"), ""), LONG);
    RawServer.Received request = server.requests().get(0);
    assertEquals("GET", request.method());
    assertFalse(request.headers().containsKey("content-length"));
  }

  @Test
  void oneConnectionServesOneRequestAfterTheOther() throws IOException {
    for (int i = 0; i < 5; i++) {
      http.send(post("/", "{}"), LONG);
    }
    assertEquals(1, server.connections());
  }

  @Test
  void followsNoRedirect() throws IOException {
    server.handle(
        (request, socket) ->
            RawServer.write(
                socket, RawServer.answer(307, "", "Location: " + server.url("/elsewhere"))));
    assertEquals(307, http.send(post("/", "{}"), LONG).status());
    assertEquals(1, server.requests().size());
  }

  @Test
  void refusedConnectionIsCertainlyNotSent() throws IOException {
    URI nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
    }
    assertThrows(ConnectException.class, () -> http.send(request("POST", nobody, "{}"), LONG));
  }

  @Test
  void failedHandshakeIsCertainlyNotSent() {
    server.handle((request, socket) -> RawServer.write(socket, "no TLS here"));
    URI url = URI.create(server.url("/").toString().replace("http:", "https:"));
    assertThrows(ConnectException.class, () -> http.send(request("POST", url, "{}"), SHORT));
    assertEquals(List.of(), server.requests());
  }

  @Test
  void resetAfterTheRequestIsUnknownAndNotRepeated() {
    server.handle((request, socket) -> RawServer.reset(socket));
    assertUnknown(post("/", "{}"), LONG);
    assertEquals(1, server.requests().size());
  }

  @Test
  void resetOfAKeptConnectionIsUnknownAndNotRepeated() throws IOException {
    http.send(post("/", "{}"), LONG);
    server.handle((request, socket) -> RawServer.reset(socket));
    assertUnknown(post("/", "{}"), LONG);
    assertEquals(2, server.requests().size());
  }

  @Test
  void silenceEndsAtTheLimitAndIsUnknown() {
    server.handle((request, socket) -> {});
    assertUnknown(post("/", "{}"), SHORT);
  }

  @Test
  void halfAnAnswerIsUnknown() {
    server.handle(
        (request, socket) -> {
          RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":");
          socket.close();
        });
    assertUnknown(post("/", "{}"), LONG);
  }

  @Test
  void limitHoldsForABodyThatComesDropByDrop() {
    server.handle(
        (request, socket) -> {
          RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
          while (!socket.isClosed()) {
            RawServer.write(socket, "x");
            socket.setSoTimeout(20);
            readNothing(socket);
          }
        });
    assertUnknown(post("/", "{}"), SHORT);
  }

  @Test
  void answerAtTheBoundIsReadAndOneBeyondIsNot() throws IOException {
    server.handle(
        (request, socket) ->
            RawServer.write(
                socket, RawServer.answer(200, "x".repeat(OkHttpCarrierHttp.MAX_ANSWER_BYTES))));
    Answer whole = http.send(post("/", "{}"), LONG);
    assertEquals(OkHttpCarrierHttp.MAX_ANSWER_BYTES, whole.body().length);
    server.handle(
        (request, socket) ->
            RawServer.write(
                socket, RawServer.answer(200, "x".repeat(OkHttpCarrierHttp.MAX_ANSWER_BYTES + 1))));
    assertUnknown(post("/", "{}"), LONG);
  }

  /** More than the 5 for a host that okhttp's own queue would let through at a time. */
  @Test
  void manyThreadsAreServedAtOnce() throws Exception {
    int many = 40;
    CountDownLatch allArrived = new CountDownLatch(many);
    server.handle(
        (request, socket) -> {
          allArrived.countDown();
          await(allArrived);
          RawServer.write(socket, RawServer.answer(200, request.body()));
        });
    List<CompletableFuture<String>> answers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      for (int i = 0; i < many; i++) {
        Request request = post("/", "{\"n\":" + i + "}");
        answers.add(CompletableFuture.supplyAsync(() -> bodyOf(request), threads));
      }
      for (int i = 0; i < many; i++) {
        assertEquals("{\"n\":" + i + "}", answers.get(i).get(10, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }
    http.close();
    assertTrue(server.awaitNoConnection());
  }

  @Test
  void closeEndsKeptConnections() throws Exception {
    http.send(post("/", "{}"), LONG);
    assertEquals(1, http.openConnections());
    http.close();
    assertEquals(0, http.openConnections());
    assertTrue(server.awaitNoConnection());
  }

  @Test
  void closeBreaksOffWhatIsUnderWayAndRefusesMore() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    server.handle((request, socket) -> arrived.complete(null));
    CompletableFuture<String> exchange =
        CompletableFuture.supplyAsync(() -> bodyOf(post("/", "{}")));
    arrived.get(10, TimeUnit.SECONDS);
    http.close();
    assertThrows(ExecutionException.class, () -> exchange.get(10, TimeUnit.SECONDS));
    assertTrue(server.awaitNoConnection());
    assertEquals(0, http.openConnections());
    assertThrows(ConnectException.class, () -> http.send(post("/", "{}"), LONG));
  }

  @Test
  void clientsLeaveNoThreadOfTheirOwn() throws Exception {
    useAndClose();
    List<Thread> first = okThreads();
    for (int i = 0; i < 20; i++) {
      useAndClose();
    }
    // What okhttp shares in the process ends by itself when idle, and holds up no exit.
    assertTrue(okThreads().size() <= first.size() + 1, () -> "threads: " + okThreads());
    assertTrue(okThreads().stream().allMatch(Thread::isDaemon));
    assertTrue(server.awaitNoConnection());
  }

  private String bodyOf(Request request) {
    try {
      return new String(http.send(request, LONG).body(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IOException("not all requests came at once");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private void useAndClose() throws IOException {
    try (OkHttpCarrierHttp one = new OkHttpCarrierHttp()) {
      one.send(post("/", "{}"), LONG);
    }
  }

  private static List<Thread> okThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("Ok"))
        .toList();
  }

  private static void readNothing(Socket socket) throws IOException {
    try {
      if (socket.getInputStream().read() < 0) {
        socket.close();
      }
    } catch (SocketTimeoutException e) {
      return;
    }
  }

  private void assertUnknown(Request request, Duration timeout) {
    IOException failure = assertThrows(IOException.class, () -> http.send(request, timeout));
    assertFalse(failure instanceof ConnectException, () -> "known as not sent: " + failure);
  }

  private Request post(String path, String body) {
    return request("POST", server.url(path), body);
  }

  private static Request request(String method, URI url, String body) {
    return new Request(
        method,
        url,
        Map.of("Authorization", "Bearer key", "Content-Type", "application/json"),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
