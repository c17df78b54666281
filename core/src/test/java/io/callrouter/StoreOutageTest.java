package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store is away for some seconds from one of a call's operations on, whichever that is, and the
 * carrier does not say that the call has ended: the call ends all the same, once, and its record is
 * taken.
 */
class StoreOutageTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final FailingStore store = new FailingStore(time);
  private final Node node =
      new Node(
          time, host -> store.host(host).route("office", Match.any(), StoreOutageTest::office));
  private final Caller caller = new Caller(node, "CA1");

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    flow.run(Action.connect("agent").with("key", key));
    flow.run(Action.say(flow.once("bye", () -> "bye " + key)));
  }

  @AfterEach
  void close() {
    node.close();
    time.close();
  }

  static IntStream operations() {
    return IntStream.rangeClosed(0, 96);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationFails(int operation) {
    time.advance(Duration.ofSeconds(16));
    store.failAfter(operation);
    callComesToItsEnd();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theAnswerToAnOperationIsLost(int operation) {
    time.advance(Duration.ofSeconds(16));
    store.loseAnswerAfter(operation);
    callComesToItsEnd();
  }

  private void callComesToItsEnd() {
    String answer = caller.arrives();
    time.advance(Duration.ofSeconds(1));
    for (int tries = 0; tries < 3 && answer.startsWith("503"); tries++) {
      backAfterTwoSeconds();
      answer = caller.arrives();
    }
    asksUntilAnswered(answer);
    for (int i = 0; i < 120 && node.records.isEmpty(); i++) {
      time.advance(Duration.ofSeconds(5));
      backAfterTwoSeconds();
    }
    time.advance(Duration.ofSeconds(30));
    backAfterTwoSeconds();
    time.advance(Duration.ofSeconds(30));

    assertEquals(1, Set.copyOf(node.records).size(), "records");
    assertEquals(0, node.router.activeCalls(), "active");
    assertEquals(0, node.router.held(), "held");
    assertEquals(Set.of(), store.list("live/").keySet(), "owned");
  }

  private void asksUntilAnswered(String arrived) {
    if (!arrived.startsWith("gather")) {
      return;
    }
    String step = caller.step();
    String answer = "503";
    for (int tries = 0; tries < 4 && answer.startsWith("503"); tries++) {
      answer = node.ask("/fake/ask/" + step, "carrier=CA1 digits=7");
      if (answer.startsWith("503")) {
        backAfterTwoSeconds();
      }
    }
    if (answer.startsWith("connect")) {
      talks(answer.substring(answer.lastIndexOf(' ') + 1));
    }
  }

  private void talks(String token) {
    var admission = node.knock("/fake/media/" + token);
    if (admission.isAdmitted()) {
      FakeSocket socket = FakeSocket.open(admission, time);
      socket.says("start CA1");
      time.runReady();
      for (int i = 0; i < 10 && !socket.isClosed(); i++) {
        socket.says("audio");
        time.advance(Duration.ofMillis(20));
      }
      backAfterTwoSeconds();
      node.endpoints.forEach(this::finish);
      time.advance(Duration.ofSeconds(1));
    }
  }

  private void finish(FakeEndpoint endpoint) {
    if (endpoint.isStarted()) {
      endpoint.context().finish("sold");
    }
  }

  private void backAfterTwoSeconds() {
    if (store.isFailing()) {
      time.advance(Duration.ofSeconds(2));
      store.fail(false);
    }
  }
}
