package io.callrouter.jakarta;

import static io.callrouter.jakarta.Client.exchange;
import static io.callrouter.jakarta.Client.handshake;
import static io.callrouter.jakarta.Client.head;
import static io.callrouter.jakarta.FakeRouter.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.jakarta.Client.TestSocket;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the filter does in any container; each container's test class brings the container. */
abstract class ContainerContract {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  private static final String VERSION = "Sec-WebSocket-Version: 13";

  private final TestServer.Starter starter;
  final FakeRouter router = new FakeRouter();
  TestServer server;

  ContainerContract(TestServer.Starter starter) {
    this.starter = starter;
  }

  @BeforeEach
  void start() throws Exception {
    server = start("", Duration.ZERO);
  }

  private TestServer start(String contextPath, Duration clockStep) throws Exception {
    return starter.start(
        contextPath, router, new CallRouterFilter(router, new SteppingTimekeeper(clockStep)));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void pagesOfTheHostKeepWorking() throws Exception {
    assertTrue(exchange(server.port(), head("GET /page")).endsWith("the host's page"));
    assertTrue(router.requests.isEmpty());
  }

  @Test
  void anotherWebSocketOfTheHostKeepsWorkingBesideMediaSockets() throws Exception {
    TestSocket chat = Client.open(server.port(), "/chat");
    TestSocket media = Client.open(server.port(), "/media/good");
    chat.sendText("hello");
    media.sendText("frame");
    assertEquals("chat: hello", chat.next());
    assertEquals("frame", media.next());
  }

  @Test
  void whatNobodyClaimsIsAnsweredByTheHost() throws Exception {
    assertTrue(exchange(server.port(), head("GET /elsewhere")).startsWith("HTTP/1.1 404"));
    assertTrue(router.requests.isEmpty());
  }

  @Test
  void aRequestReachesTheRouterAsItWasSent() throws Exception {
    exchange(
        server.port(),
        head(
                "POST /call%7E/a;b=c?x=%20+%C3%A9&x&y=",
                "Content-Length: 9",
                "Content-Type: application/x-www-form-urlencoded",
                "X-Two: first",
                "x-two: second")
            + "From=%2B1x");
    WebRequest request = next(router.requests);
    assertEquals("POST", request.method());
    assertEquals("/call%7E/a;b=c", request.path());
    assertEquals("x=%20+%C3%A9&x&y=", request.query());
    assertEquals("From=%2B1", new String(request.body(), StandardCharsets.UTF_8));
    assertEquals(List.of("first", "second"), request.headers().get("X-TWO"));
    assertEquals("localhost", request.header("host"));
  }

  @Test
  void aRequestWithoutQueryOrBodyHasNone() throws Exception {
    exchange(server.port(), head("GET /call"));
    WebRequest request = next(router.requests);
    assertNull(request.query());
    assertEquals(0, request.body().length);
  }

  @Test
  void theRouterAnswersWithStatusTypeAndBody() throws Exception {
    router.reply = request -> WebResponse.of(201, "application/xml", "<ü/>");
    String answer = exchange(server.port(), head("POST /call", "Content-Length: 0"));
    assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    assertTrue(
        answer.toLowerCase(Locale.ROOT).contains("content-type: application/xml;charset=utf-8"));
    assertTrue(answer.contains("Content-Length: 5\r\n"), answer);
    assertTrue(answer.endsWith("<Ã¼/>"), answer);
  }

  @Test
  void anAnswerWithoutBodyHasNoType() throws Exception {
    String answer = exchange(server.port(), head("GET /call"));
    assertTrue(answer.startsWith("HTTP/1.1 204"), answer);
    assertFalse(answer.contains("Content-Type"), answer);
  }

  @Test
  void theLongestBodyIsTaken() throws Exception {
    String body = "b".repeat(WebHandler.MAX_BODY_BYTES);
    exchange(server.port(), head("POST /call", "Content-Length: " + body.length()) + body);
    assertEquals(WebHandler.MAX_BODY_BYTES, next(router.requests).body().length);
  }

  @Test
  void aLongerBodyIsRefusedByItsLengthAlone() throws Exception {
    int length = WebHandler.MAX_BODY_BYTES + 1;
    String answer = exchange(server.port(), head("POST /call", "Content-Length: " + length));
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    assertTrue(answer.endsWith("the body is longer than 65536 bytes\n"), answer);
    assertTrue(router.requests.isEmpty());
    assertEquals("POST /call 413", next(router.refused));
  }

  @Test
  void aLongerBodyInChunksIsRefusedToo() throws Exception {
    String chunk = "1000\r\n" + "b".repeat(0x1000) + "\r\n";
    String answer =
        exchange(
            server.port(),
            head("POST /call", "Transfer-Encoding: chunked")
                + chunk.repeat(16)
                + "1\r\nb\r\n0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    assertTrue(router.requests.isEmpty());
    assertEquals("POST /call 413", next(router.refused));
  }

  @Test
  void aBodyInChunksIsPutTogether() throws Exception {
    exchange(
        server.port(),
        head("POST /call", "Transfer-Encoding: chunked") + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    assertEquals("abc", new String(next(router.requests).body(), StandardCharsets.UTF_8));
  }

  @Test
  void aBodyThatIsNoHttpIsRefused() throws Exception {
    String answer =
        exchange(server.port(), head("POST /call", "Transfer-Encoding: chunked") + "no chunk\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(router.requests.isEmpty());
    assertEquals("POST /call 400", next(router.refused));
  }

  @Test
  void aSlowBodyIsGivenUp() throws Exception {
    server.stop();
    server = start("", Duration.ofSeconds(11));
    String answer = exchange(server.port(), head("POST /call", "Content-Length: 9") + "F");
    assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
    assertTrue(router.requests.isEmpty());
    assertEquals("POST /call 408", next(router.refused));
  }

  @Test
  void bodiesThatDoNotComeHoldFewThreadsAndNoOtherRequest() throws Exception {
    int tooMany = 5;
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < RequestReader.MOST_WAITING + tooMany; i++) {
        slow.add(Client.send(server.port(), head("POST /call", "Content-Length: 9") + "F"));
      }
      for (int i = 0; i < tooMany; i++) {
        assertEquals("POST /call 503", next(router.refused));
      }
      assertTrue(router.refused.isEmpty(), "the others may still come");
      String answer = exchange(server.port(), head("POST /call", "Content-Length: 4") + "From");
      assertTrue(answer.startsWith("HTTP/1.1 204"), answer);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void inAContextWithAPathTheRoutersPathsBeginBelowIt() throws Exception {
    server.stop();
    server = start("/voice", Duration.ZERO);
    exchange(server.port(), head("GET /voice/call/1"));
    assertEquals("/call/1", next(router.requests).path());
    TestSocket media = Client.open(server.port(), "/voice/media/good");
    media.sendText("frame");
    assertEquals("frame", media.next());
  }

  @Test
  void aRefusedHandshakeIsAnsweredWithStatusAndReason() throws Exception {
    String answer =
        exchange(
            server.port(),
            handshake("/media/bad", KEY, VERSION).replace("Upgrade\r\n", "Upgrade, close\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    assertTrue(answer.contains("this token is not known"), answer);
    assertTrue(router.sockets.isEmpty());
  }

  @Test
  void aHandshakeReachesTheRouterWithItsHeaders() throws Exception {
    Client.open(server.port(), "/media/good");
    WebRequest request = next(router.requests);
    assertEquals("GET", request.method());
    assertEquals("websocket", request.header("upgrade"));
  }

  @Test
  void aHandshakeWithoutItsKeyIsABadRequest() throws Exception {
    String answer =
        exchange(
            server.port(),
            handshake("/media/good", VERSION).replace("Upgrade\r\n", "Upgrade, close\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(router.sockets.isEmpty());
  }

  @Test
  void compressionIsNotAgreedTo() throws Exception {
    String answer =
        exchange(
            server.port(),
            handshake("/media/good", KEY, VERSION, "Sec-WebSocket-Extensions: permessage-deflate")
                // A close frame, so that the server ends the connection.
                + "\u0088\u0080\0\0\0\0");
    assertTrue(answer.startsWith("HTTP/1.1 101"), answer);
    assertFalse(answer.contains("permessage-deflate"), answer);
  }

  @Test
  void messagesComeAndGoInOrder() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    for (int i = 0; i < 200; i++) {
      media.sendText("frame " + i);
      assertEquals("frame " + i, media.next());
      assertEquals("text " + ("frame " + i).length(), next(router.heard));
      assertEquals("sent", next(router.heard));
    }
  }

  @Test
  void theLongestMessageIsTaken() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    media.sendText("m".repeat(WebHandler.MAX_MESSAGE_CHARS));
    assertEquals(WebHandler.MAX_MESSAGE_CHARS, media.next().length());
  }

  @Test
  void aLongerMessageClosesTheSocketWith1009() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    media.sendText("m".repeat(WebHandler.MAX_MESSAGE_CHARS + 1));
    assertTrue(media.next().startsWith("closed 1009 "));
    assertTrue(next(router.heard).startsWith("closed 1009 "));
  }

  @Test
  void aBinaryMessageIsToldWithoutItsContent() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    media.sendBinary(new byte[] {1, 2, 3});
    assertEquals("binary", next(router.heard));
  }

  @Test
  void aCloseByThePeerIsToldOnce() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    media.socket().sendClose(WebSocket.NORMAL_CLOSURE, "hung up").join();
    assertEquals("closed 1000 hung up", next(router.heard));
    assertEquals("closed 1000", media.next().substring(0, 11));
    assertStaysQuiet();
  }

  @Test
  void aCloseByTheRouterReachesBothSidesOnce() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    MediaSocket socket = next(router.sockets);
    socket.close(1008, "ü".repeat(70));
    socket.close(1000, "again");
    assertEquals("closed 1008 " + "ü".repeat(61), media.next());
    assertTrue(next(router.heard).startsWith("closed 1008"));
    assertStaysQuiet();
  }

  @Test
  void aConnectionThatBreaksIsToldOnce() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    next(router.sockets);
    media.socket().abort();
    assertTrue(next(router.heard).startsWith("closed 1006"));
    assertStaysQuiet();
  }

  @Test
  void sendingOnAClosedSocketFailsOnce() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    MediaSocket socket = next(router.sockets);
    socket.close(1000, "");
    media.next();
    BlockingQueue<String> results = new LinkedBlockingQueue<>();
    socket.send("too late", failure -> results.add(failure == null ? "sent" : "failed"));
    assertEquals("failed", next(results));
    assertTrue(results.isEmpty());
  }

  @Test
  void aFailingListenerClosesItsOwnSocketOnly() throws Exception {
    TestSocket failing = Client.open(server.port(), "/media/good");
    TestSocket other = Client.open(server.port(), "/media/good");
    failing.sendText("throw");
    assertEquals("closed 1011 internal error", failing.next());
    assertTrue(next(router.heard).startsWith("closed 1011"));
    other.sendText("frame");
    assertEquals("frame", other.next());
  }

  /** Sends something through another socket: what should not come would have come before it. */
  private void assertStaysQuiet() throws InterruptedException {
    TestSocket other = Client.open(server.port(), "/media/good");
    other.sendBinary(new byte[1]);
    assertEquals("binary", next(router.heard));
  }
}
