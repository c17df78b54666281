package io.callrouter.examples.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MediaServerTest {
  private static final int FRAMES = 100;

  private final EchoingRouter router = new EchoingRouter();
  private final MediaServer server = new MediaServer(0, router);
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<WebSocket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    router.release.countDown();
    sockets.forEach(WebSocket::abort);
    server.stop();
  }

  @Test
  void whatNobodyKnowsIsNotFound() throws Exception {
    assertEquals(404, get("/elsewhere").get(10, TimeUnit.SECONDS).statusCode());
  }

  /** The thread that upgraded the socket may go on to read the first frames. */
  @Test
  @Timeout(20)
  void framesOfASocketStayOnOneThreadThatAnswersNoRequests() throws Exception {
    Frames frames = open();
    frames.exchange(1);
    while (router.frameThreads.contains(router.upgradeThread)) {
      router.frameThreads.clear();
      frames.exchange(1);
    }
    frames.exchange(FRAMES);
    get("/request").get(10, TimeUnit.SECONDS);
    assertEquals(1, router.frameThreads.size(), router.frameThreads::toString);
    assertTrue(Collections.disjoint(router.requestThreads, router.frameThreads));
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
    Frames frames = new Frames(client, URI.create("ws://localhost:" + server.port() + "/media"));
    sockets.add(frames.socket);
    return frames;
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
    final Set<Thread> requestThreads = ConcurrentHashMap.newKeySet();
    final Set<Thread> frameThreads = ConcurrentHashMap.newKeySet();
    volatile Thread upgradeThread;

    @Override
    public boolean claims(String path) {
      return !path.equals("/elsewhere");
    }

    @Override
    public WebResponse handle(WebRequest request) {
      if (request.path().equals("/block")) {
        blocking.countDown();
        await(release);
      }
      requestThreads.add(Thread.currentThread());
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
    public WebResponse refuse(WebRequest head, int status, String reason) {
      return WebResponse.text(status, reason);
    }

    @Override
    public Admission admit(WebRequest handshake) {
      upgradeThread = Thread.currentThread();
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
