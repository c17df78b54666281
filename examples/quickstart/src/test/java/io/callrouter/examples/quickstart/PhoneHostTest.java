package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PhoneHostTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void nothingIsLeftOnceItIsClosed() throws Exception {
    Set<Path> folders = folders();
    Set<Thread> threads = threads();
    URI address = closedInTheMiddleOfACallOnEachCarrier();
    assertThrows(
        ConnectException.class, () -> new Socket(address.getHost(), address.getPort()).close());
    assertEquals(folders, folders());
    RealTime.until(
        () -> {
          System.gc(); // An HTTP client of the JDK's ends when nobody knows it any more.
          return threads.containsAll(threads());
        },
        () -> stacks(threads));
  }

  private URI closedInTheMiddleOfACallOnEachCarrier() throws Exception {
    PhoneHost phone = PhoneHost.start(0, Agent.MENU, Provider.TWILIO);
    URI address = phone.page();
    try (BrowserPage twilio = callTo(address, "twilio");
        BrowserPage telnyx = callTo(address, "telnyx")) {
      phone.close();
      assertEquals(1001, twilio.closeCode());
      assertEquals(1001, telnyx.closeCode());
    }
    return address;
  }

  @Test
  void aPortThatIsTakenIsSaidAndNothingIsLeft() throws Exception {
    Set<Path> folders = folders();
    try (ServerSocket other = new ServerSocket(0)) {
      int port = other.getLocalPort();
      assertThrows(IOException.class, () -> PhoneHost.start(port, Agent.MENU, Provider.TWILIO));
    }
    assertEquals(folders, folders());
  }

  private BrowserPage callTo(URI phone, String carrier) throws InterruptedException {
    BrowserPage page = new BrowserPage(client, phone);
    page.call(carrier, "menu");
    page.await("carrier", message -> message.path("kind").asText().equals("FIRST_AUDIO"));
    return page;
  }

  private static Set<Path> folders() throws IOException {
    String ours = "callrouter-phone-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(it -> it.getFileName().toString().startsWith(ours))
          .collect(Collectors.toSet());
    }
  }

  /** Those of servers, timekeepers and sockets; idle ones of the clients' pools end in time. */
  private static Set<Thread> threads() {
    Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
    all.removeIf(
        it -> !it.getName().matches("http-.*|callrouter-.*|HttpClient-\\d+-SelectorManager"));
    return all;
  }

  /** Where those threads are that were not there before. */
  private static String stacks(Set<Thread> before) {
    Set<Thread> left = threads();
    left.removeAll(before);
    return left.stream()
        .map(it -> it.getName() + " at " + Arrays.toString(it.getStackTrace()))
        .collect(Collectors.joining("\n"));
  }
}
