package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Target;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store is away for some seconds from one of a told call's operations on, whichever that is:
 * the call is carried on to its end all the same, each command once.
 */
class ToldStoreOutageTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final FailingStore store = new FailingStore(time);
  private final AutomaticCarrier carrier =
      new AutomaticCarrier(time, () -> new Random(1), () -> 0, 900);
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              store
                  .host(host)
                  .endpoint("talk", context -> new Talk())
                  .route("office", Match.any(), ToldStoreOutageTest::office));

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    flow.run(Action.connect("talk"));
    flow.run(Action.dial(Target.phone("+14155550122")));
    flow.run(Action.say(flow.once("bye", () -> "bye " + key)));
  }

  private final class Talk implements AudioEndpoint {
    @Override
    public void onStart(EndpointContext context) {
      time.schedule(Duration.ofSeconds(2), () -> context.finish("done"));
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    node.close();
    time.close();
  }

  static IntStream operations() {
    return IntStream.iterate(0, operation -> operation < 260, operation -> operation + 4);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationFails(int operation) {
    carrier.reportTo(node);
    time.advance(Duration.ofSeconds(16));
    store.failAfter(operation);
    callComesToItsEnd();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theAnswerToAnOperationIsLost(int operation) {
    carrier.reportTo(node);
    time.advance(Duration.ofSeconds(16));
    store.loseAnswerAfter(operation + 2);
    callComesToItsEnd();
  }

  private void callComesToItsEnd() {
    carrier.call("CA1");
    for (int i = 0; i < 240 && node.records.size() < 2; i++) {
      time.advance(Duration.ofSeconds(1));
      backAfterTwoSeconds();
    }
    time.advance(Duration.ofMinutes(2));
    backAfterTwoSeconds();
    time.advance(Duration.ofSeconds(30));

    String all = carrier.sent + " " + node.records;
    assertTrue(carrier.isGone("CA1"), all);
    // What may have been dialled is not dialled again, nor if only the answer of the store is lost.
    int dialled = carrier.sentOf("dial").size();
    assertTrue(dialled <= 1, all);
    assertEquals(1 + dialled, Set.copyOf(node.records).size(), all);
    for (String command : List.of("gather 1", "connect", "hangup")) {
      assertEquals(
          1, carrier.commands.stream().filter(one -> one.startsWith(command)).count(), all);
    }
    assertEquals(0, node.router.activeCalls(), all);
    assertEquals(0, node.router.held(), all);
    assertEquals(Set.of(), store.list("live/").keySet(), all);
  }

  private void backAfterTwoSeconds() {
    if (store.isFailing()) {
      time.advance(Duration.ofSeconds(2));
      store.fail(false);
    }
  }
}
