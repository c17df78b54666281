package io.callrouter.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.openai.ClientMessage;
import io.callrouter.testkit.openai.ModelServer;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.time.Timekeeper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, to the simulated service. */
class JdkModelTransportTest {
  /** Many more than the socket takes at once, fewer than it has room for. */
  private static final int MANY = 900;

  private final Timekeeper time = Timekeeper.system();
  private final SimulatedModel model = SimulatedModel.create(time);
  private final Heard heard = new Heard();
  private ModelServer service;
  private URI address;

  private static final class Heard implements ModelTransport.Listener {
    private static final String CLOSED = "closed ";

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

    @Override
    public void onText(String message) {
      messages.add(message);
    }

    @Override
    public void onClosed(int code, String reason) {
      messages.add(CLOSED + code);
    }

    /** The next message in which that stands; those before it are passed over. */
    String next(String wanted) throws InterruptedException {
      String message = "";
      while (!message.contains(wanted)) {
        message = messages.poll(20, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("nothing came with " + wanted);
        }
      }
      return message;
    }
  }

  @BeforeEach
  void listen() {
    service = model.listen();
    address = URI.create(service.url() + "?model=gpt-realtime");
  }

  @AfterEach
  void close() {
    service.close();
    time.close();
  }

  @Test
  void messagesComeInTheOrderTheyWereSentInHoweverManyWait() throws Exception {
    ModelSocket socket = open(JdkModelTransport.SHARED, model.apiKey());
    heard.next("session.created");
    for (int i = 0; i < MANY; i++) {
      socket.send("{\"type\":\"input_audio_buffer.clear\",\"event_id\":\"e" + i + "\"}");
    }
    for (int i = 0; i < MANY; i++) {
      heard.next("input_audio_buffer.cleared");
    }
    List<ClientMessage> received = model.session().received();
    assertEquals(MANY, received.size());
    for (int i = 0; i < MANY; i++) {
      assertTrue(received.get(i).json().contains("\"e" + i + "\""), received.get(i)::toString);
    }
    socket.close();
    heard.next(Heard.CLOSED + 1000);
  }

  @Test
  void aRefusedKeyIsToldWithItsStatus() {
    ExecutionException fault =
        assertThrows(ExecutionException.class, () -> open(JdkModelTransport.SHARED, "sk-wrong"));
    assertEquals(401, assertInstanceOf(ModelRefusedException.class, fault.getCause()).status());
  }

  @Test
  void aServiceThatGoesAwayIsTold() throws Exception {
    open(JdkModelTransport.SHARED, model.apiKey());
    heard.next("session.created");
    service.close();
    heard.next(Heard.CLOSED + 1006);
  }

  @Test
  void aClientOfTheHostsIsUsedWithItsProxy() throws Exception {
    int port = address.getPort();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
            .build();
    // The service is no proxy, and says so.
    ExecutionException fault =
        assertThrows(
            ExecutionException.class, () -> open(ModelTransport.over(client), model.apiKey()));
    assertTrue(fault.getMessage().contains("404"), fault::toString);

    open(ModelTransport.over(HttpClient.newHttpClient()), model.apiKey());
    heard.next("session.created");
  }

  private ModelSocket open(ModelTransport transport, String key) throws Exception {
    return transport
        .open(address, Map.of("Authorization", "Bearer " + key), heard)
        .get(20, TimeUnit.SECONDS);
  }
}
