package io.callrouter.testkit.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelnyxRestServerTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);
  private final TelnyxRestServer server = telnyx.listen();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550100").start();

  @AfterEach
  void close() {
    server.close();
    time.close();
  }

  @Test
  void aCommandIsDoneAndAnswered() throws Exception {
    HttpResponse<String> answer = answer(Duration.ofSeconds(10));
    assertEquals(200, answer.statusCode());
    assertEquals("{\"data\":{\"result\":\"ok\"}}", answer.body());
    assertEquals("answered", caller.status());
  }

  @Test
  void silenceOutlastsTheClientAndEndsWithTheServer() {
    telnyx.next("answer", RestFault.silentAfter());
    assertThrows(HttpTimeoutException.class, () -> answer(PATIENCE));
    assertEquals("answered", caller.status());
  }

  @Test
  void aSlowBodyComesWhole() throws Exception {
    telnyx.next("answer", RestFault.slowBody(PATIENCE));
    long begun = time.nanoTime();
    assertEquals("{\"data\":{\"result\":\"ok\"}}", answer(Duration.ofSeconds(10)).body());
    assertTrue(time.nanoTime() - begun >= PATIENCE.toNanos());
  }

  @Test
  void aConnectionThatBreaksBeforeItHasNoEffect() {
    telnyx.next("answer", RestFault.refusesConnection()).next("answer", RestFault.resetsBefore());
    assertThrows(IOException.class, () -> answer(Duration.ofSeconds(10)));
    assertThrows(IOException.class, () -> answer(Duration.ofSeconds(10)));
    assertEquals("parked", caller.status());
    assertEquals(0, telnyx.pendingFaults());
  }

  private HttpResponse<String> answer(Duration timeout) throws Exception {
    URI url = URI.create(server.url() + "/calls/" + caller.carrierId() + "/actions/answer");
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Authorization", host.bearer())
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
