package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MediaServerTest {
  private static final int FRAMES = 100;

  private final EchoingRouter router = new EchoingRouter();
  private final MediaServer server = new MediaServer(0, router, new HealthServlet(() -> 3));
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    router.release.countDown();
    server.stop();
  }

  @Test
  void healthTellsTheActiveCalls() throws Exception {
    HttpResponse<String> answer = get("/health").get(10, TimeUnit.SECONDS);
    assertEquals(200, answer.statusCode());
    assertEquals("{\"status\":\"ok\",\"active_calls\":3}", answer.body());
  }

  @Test
  void whatNobodyKnowsIsNotFound() throws Exception {
    assertEquals(404, get("/elsewhere").get(10, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void framesOfASocketStayOnOneThreadThatAnswersNoRequests() throws Exception {
    Frames frames = open();
    frames.exchange(3); // The first ones may be read by the thread that upgraded.
    router.frameThreads.clear();
    frames.exchange(FRAMES);
    get("/request").get(10, TimeUnit.SECONDS);
    assertEquals(1, router.frameThreads.size());
    assertNotEquals(router.requestThreads, router.frameThreads);
  }

  @Test
  void requestsThatBlockDoNotHoldUpFrames() throws Exception {
    Frames frames = open();
    CompletableFuture<?> blocked =
        CompletableFuture.allOf(get("/block"), get("/block"), get("/block"), get("/block"));
    assertTrue(router.blocking.await(10, TimeUnit.SECONDS));
    frames.exchange(FRAMES);
    assertEquals(false, blocked.isDone());
    router.release.countDown();
    blocked.get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return client.sendAsync(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private Frames open() {
    return new Frames(client, URI.create("ws://localhost:" + server.port() + "/media"));
  }

  /** Sends frames one after another, each when the one before came back. */
  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> echoes = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Frames(HttpClient client, URI uri) {
      socket = client.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    void exchange(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        socket.sendText("frame " + i, true).get(10, TimeUnit.SECONDS);
        assertEquals("frame " + i, echoes.poll(10, TimeUnit.SECONDS));
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      echoes.add(data.toString());
      from.request(1);
      return null;
    }
  }

  private static final class EchoingRouter implements WebHandler {
    final CountDownLatch blocking = new CountDownLatch(4);
    final CountDownLatch release = new CountDownLatch(1);
    final Set<Thread> requestThreads = new HashSet<>();
    final Set<Thread> frameThreads = new HashSet<>();

    @Override
    public boolean claims(String path) {
      return !path.equals("/health") && !path.equals("/elsewhere");
    }

    @Override
    public WebResponse handle(WebRequest request) {
      if (request.path().equals("/block")) {
        blocking.countDown();
        await(release);
      }
      synchronized (requestThreads) {
        requestThreads.add(Thread.currentThread());
      }
      return WebResponse.noContent();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Admission admit(WebRequest handshake) {
      return Admission.admitted(Echo::new);
    }

    private final class Echo implements MediaSocketListener {
      private final MediaSocket socket;

      Echo(MediaSocket socket) {
        this.socket = socket;
      }

      @Override
      public void onText(String message) {
        frameThreads.add(Thread.currentThread());
        socket.send(message, failure -> {});
      }

      @Override
      public void onBinary() {}

      @Override
      public void onClosed(int code, String reason) {}
    }
  }
}
