package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the phone does not do for strangers, and not for its own page when that asks for nonsense.
 */
final class PhoneRefusalTest {
  private static final int MOST_LINES = 16;

  private static PhoneHost phone;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<BrowserPage> pages = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    phone = PhoneHost.start(0, Agent.ECHO, Provider.TELNYX);
  }

  @AfterAll
  static void closePhone() {
    phone.close();
  }

  @AfterEach
  void closePages() {
    pages.forEach(BrowserPage::close);
  }

  @Test
  void thePageIsServedAndMayLoadNothingFromElsewhere() throws IOException {
    String answer = ask("GET / HTTP/1.1", "Host: localhost:" + port());
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("Content-Security-Policy: default-src 'self'; "), answer);
    assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
    assertTrue(answer.contains("Cache-Control: no-cache"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, Host: phone.example",
    "GET /phone/line HTTP/1.1, Host: phone.example",
    "GET /health HTTP/1.1, Host: phone.example",
    "GET /phone/calls/x/recording.wav HTTP/1.1, Host: phone.example",
    "GET / HTTP/1.1, Host: localhost",
    "GET / HTTP/1.1, Host: 127.0.0.1.phone.example",
    "GET / HTTP/1.0, Accept: text/html"
  })
  void aNameFromElsewhereIsRefused(String request, String header) throws IOException {
    assertRefused(ask(request, header));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://phone.example", "null", "https://127.0.0.1", "http://localhost"})
  void aPageFromElsewhereGetsNoLine(String origin) throws IOException {
    assertRefused(handshake("Origin: " + origin));
    assertTrue(handshake("Origin: http://127.0.0.1:" + port()).startsWith("HTTP/1.1 101 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/phone/PageServlet.class",
        "/phone/package-info.class",
        "/phone/../Host.class",
        "/phone/%2e%2e/Host.class",
        "/phone/..%2fHost.class",
        "/phone//etc/passwd",
        "/phone/calls/",
        "/phone/calls/../recorder/",
        "/phone/calls/%2e%2e/recorder/",
        "/phone/calls/..%2f..%2f..%2fetc/passwd"
      })
  void nothingButThePageIsServed(String path) throws IOException {
    String answer = ask("GET " + path + " HTTP/1.1", "Host: localhost:" + port());
    assertTrue(answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
  }

  @Test
  void thePageProposesWhatTheProgramWasTold() throws Exception {
    assertEquals("[\"telnyx\",\"twilio\"]", page().await("hello").path("carriers").toString());
    assertEquals("echo", page().await("hello").path("agents").path(0).path("name").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "{} {}",
        "{\"type\":7}",
        "{\"type\":\"dance\"}",
        "{\"type\":\"call\"}",
        "{\"type\":\"call\",\"carrier\":\"twilio\",\"agent\":\"echo\",\"misbehaviours\":[7]}",
        "{\"type\":\"call\",\"carrier\":\"twilio\",\"agent\":\"echo\",\"misbehaviours\":{}}"
      })
  void whatIsNoMessageEndsTheLine(String message) throws Exception {
    BrowserPage page = page();
    page.send(message);
    page.await("problem");
    assertEquals(1008, page.closeCode());
  }

  @Test
  void halfASampleEndsTheLine() throws Exception {
    BrowserPage page = page();
    page.sendBinary(321);
    page.await("problem");
    assertEquals(1008, page.closeCode());
  }

  @Test
  void messagesHaveABound() throws Exception {
    BrowserPage words = page();
    words.send(" ".repeat(5 * 1024));
    assertEquals(1009, words.closeCode());
    BrowserPage audio = page();
    audio.sendBinary(17 * 1024);
    assertEquals(1009, audio.closeCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'call','carrier':'nobody','agent':'echo'}|There is no such carrier",
        "{'type':'call','carrier':'twilio','agent':'nobody'}|There is no such agent",
        "{'type':'call','carrier':'twilio','agent':'echo','misbehaviours':['x']}|There is no such mis",
        "{'type':'call','carrier':'twilio','agent':'echo','misbehaviours':['disordered-media']}|is not to be had",
        "{'type':'key','key':'1'}|There is no call",
        "{'type':'key','key':'12'}|There is no such key",
        "{'type':'key','key':'E'}|There is no such key",
        "{'type':'hang-up'}|There is no call"
      },
      quoteCharacter = '"')
  void whatCannotBeIsSaidAndTheLineStays(String message, String problem) throws Exception {
    BrowserPage page = page();
    page.send(message.replace('\'', '"'));
    page.await("problem", told -> told.path("text").asText().contains(problem));
    page.press("12");
    RealTime.until(
        () -> page.told().stream().filter(it -> it.toString().contains("problem")).count() == 2);
  }

  @Test
  void aLineHasOneCallAtATime() throws Exception {
    BrowserPage page = page();
    page.call("twilio", "echo");
    page.call("twilio", "echo");
    page.await("problem", told -> told.path("text").asText().contains("a call on this line"));
    page.hangUp();
    page.await("ended");
    assertEquals(1, page.told().stream().filter(it -> it.toString().contains("placed")).count());
  }

  @Test
  void callsAndLinesAreBounded() throws Exception {
    for (int i = 0; i < MOST_LINES; i++) {
      RealTime.until(this::isGivenALine); // The server may not know yet who is gone.
    }
    Assertions.assertThrows(CompletionException.class, this::page);
    for (BrowserPage page : pages.subList(0, 8)) {
      page.call("twilio", "echo");
      page.await("placed");
    }
    pages.get(8).call("twilio", "echo");
    pages.get(8).await("problem", told -> told.path("text").asText().contains("8 calls"));
    pages.forEach(BrowserPage::close);
    RealTime.until(() -> handshake().startsWith("HTTP/1.1 101 "));
  }

  private boolean isGivenALine() throws InterruptedException {
    try {
      page().await("hello");
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }

  private BrowserPage page() {
    BrowserPage page = new BrowserPage(client, phone.page());
    pages.add(page);
    return page;
  }

  private static void assertRefused(String answer) {
    assertTrue(answer.matches("(?s)HTTP/1.1 (403|400) .*"), answer);
    assertTrue(!answer.contains("<script"), answer);
  }

  private static String handshake(String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Host: 127.0.0.1:" + port());
    all.add("Connection: Upgrade");
    all.add("Upgrade: websocket");
    all.add("Sec-WebSocket-Version: 13");
    all.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    return ask("GET /phone/line HTTP/1.1", all.toArray(String[]::new));
  }

  /** The beginning of an answer, as it comes over the wire. */
  private static String ask(String request, String... headers) throws IOException {
    URI page = phone.page();
    try (Socket socket = new Socket(page.getHost(), page.getPort())) {
      String head = request + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[1024];
      int length = socket.getInputStream().readNBytes(answer, 0, 12);
      length += Math.max(0, socket.getInputStream().read(answer, length, answer.length - length));
      return new String(answer, 0, length, StandardCharsets.US_ASCII);
    }
  }

  private static int port() {
    return phone.page().getPort();
  }
}
