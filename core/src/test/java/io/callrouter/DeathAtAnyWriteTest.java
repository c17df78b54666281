package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node dies with one of its writes to the shared store, whichever that is: every call goes on
 * where it was, or ends, and has one record.
 */
class DeathAtAnyWriteTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Life> lives = new CopyOnWriteArrayList<>();
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final List<CallRecord> taken = new CopyOnWriteArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private Store store = Store.inMemory(time::now);
  private Random random = new Random();

  @AfterEach
  void close() {
    time.close();
  }

  private void node(Life life) {
    lives.add(life);
    nodes.add(
        new Node(
            time,
            host ->
                life.host(host)
                    .process("process" + nodes.size())
                    .endpoint("talk", context -> new Talk())
                    .recordSink("crm", this::take)
                    .route("office", Match.any(), DeathAtAnyWriteTest::office)));
  }

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    flow.run(Action.connect("talk").with("key", key));
    flow.run(Action.connect("talk"));
    flow.run(Action.say(flow.once("bye", () -> "bye " + key)));
  }

  /** Refuses each record at first, so that some are still owed when the node dies. */
  private void take(CallRecord record) throws IOException {
    if (refused.add(record.call().id())) {
      throw new IOException("the CRM is down");
    }
    taken.add(record);
  }

  /** Has done its part after a while, unless its node is dead by then. */
  private final class Talk implements AudioEndpoint {
    @Override
    public void onStart(EndpointContext context) {
      time.schedule(Duration.ofSeconds(6), () -> context.finish("done"));
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void close() {}
  }

  /** A carrier's part in a call: it asks again, at another node, where it gets no answer. */
  private final class Phone implements Runnable {
    final String carrierId;
    final List<String> said = new ArrayList<>();
    private final int lastRound;
    private int step = -1;
    private boolean cut; // whether a node died with a request of this call in its hands

    Phone(String carrierId, int lastRound) {
      this.carrierId = carrierId;
      this.lastRound = lastRound;
    }

    @Override
    public void run() {
      String answer = post("/fake/arrive", "");
      for (int round = 0; round < lastRound && answer.contains("@"); round++) {
        said.add(answer.replaceFirst(" @.*", ""));
        if (answer.startsWith("hangup")) {
          break;
        }
        StepReference reference = reference(answer);
        assertTrue(reference.step() >= step, said::toString);
        step = reference.step();
        waitMs(6000);
        if (answer.startsWith("connect")) {
          stream(answer.substring(answer.lastIndexOf(' ') + 1));
        }
        answer = post("/fake/ask/" + reference.toPath(), "digits=7 round=" + round);
      }
      post("/fake/ended", "");
    }

    private StepReference reference(String answer) {
      return Objects.requireNonNull(
          StepReference.parse(answer.replaceFirst("(?s).* @(\\S+).*", "$1")));
    }

    private String post(String path, String words) {
      String body = ("carrier=" + carrierId + " " + words).strip();
      for (int attempt = 0; attempt < 40; attempt++) {
        int node = random.nextInt(nodes.size());
        if (lives.get(node).isOver()) {
          waitMs(700);
          node = nodes.size() - 1; // who lives for ever, if he is there yet
        }
        if (lives.get(node).isOver()) {
          continue;
        }
        try {
          String answer = Node.text(nodes.get(node).handle(path, body));
          if (!answer.startsWith("5")) {
            return answer;
          }
        } catch (Life.Ended e) {
          // Asked again, the others wait until they are sure that no answer will come.
          cut = true;
        }
        waitMs(700);
      }
      throw new IllegalStateException(carrierId + ": no node answers " + path);
    }

    private void stream(String token) {
      int node = random.nextInt(nodes.size());
      try {
        WebRequest knock =
            new WebRequest("GET", "/fake/media/" + token, null, Map.of(), new byte[0]);
        Admission admission = nodes.get(node).router.web().admit(knock);
        if (!admission.isAdmitted()) {
          return;
        }
        FakeSocket socket = FakeSocket.open(admission, time);
        socket.says("start " + carrierId);
        while (!socket.isClosed() && !lives.get(node).isOver()) {
          socket.says("audio");
          waitMs(500);
        }
      } catch (Life.Ended e) {
        // The socket breaks, and the carrier asks what is next.
      }
    }
  }

  private void waitMs(int ms) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofMillis(ms));
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }

  private List<Phone> calls(int number) {
    List<Phone> phones = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Phone phone = new Phone("CA" + i, i % 3 == 2 ? random.nextInt(4) : 20);
      phones.add(phone);
      time.executor("carrier").execute(phone);
    }
    time.advance(Duration.ofMinutes(5));
    return phones;
  }

  private void assertOneRecordEach(List<Phone> phones, String how) {
    for (Phone phone : phones) {
      List<CallRecord> records =
          taken.stream().filter(one -> one.call().carrierId().equals(phone.carrierId)).toList();
      String all = how + " " + phone.carrierId + " " + phone.said + " " + records;
      assertTrue(!records.isEmpty(), all);
      records.forEach(record -> assertEquals(records.get(0), record, all));
      assertEquals(
          Set.of(records.get(0)),
          Set.copyOf(
              nodes.stream()
                  .flatMap(node -> node.records.stream())
                  .filter(one -> one.call().carrierId().equals(phone.carrierId))
                  .toList()),
          all);
      if (phone.lastRound == 20 && !phone.cut) {
        assertEquals(List.of("say bye 7", "hangup"), lastTwo(phone.said), all);
        assertEquals(1, phone.said.stream().filter("gather 1"::equals).count(), all);
      }
    }
    assertEquals(Set.of(), store.list("live/").keySet(), how);
    assertEquals(phones.size(), store.list("call/").size(), how);
    for (int i = 0; i < nodes.size(); i++) {
      if (!lives.get(i).isOver()) {
        assertEquals(0, nodes.get(i).router.held(), how);
      }
    }
  }

  private static List<String> lastTwo(List<String> words) {
    return words.subList(Math.max(0, words.size() - 2), words.size());
  }

  static IntStream writes() {
    return IntStream.rangeClosed(1, 60);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void beforeTheWriteTakesEffect(int write) {
    dieAt(write, false);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void afterTheWriteTookEffect(int write) {
    dieAt(write, true);
  }

  private void dieAt(int write, boolean takesEffect) {
    random = new Random(write);
    node(new Life(time, store).endingAt(write, takesEffect));
    node(new Life(time, store));
    List<Phone> phones = calls(2);

    assertTrue(lives.get(0).isOver(), "it has not written so often: " + lives.get(0).writes());
    assertOneRecordEach(phones, "write " + write);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void ofTheOnlyNodeWhichIsStartedAgain(int write) {
    random = new Random(write);
    store = new ExclusiveStore(time);
    Life first = new Life(time, store).endingAt(write, write % 2 == 0);
    node(first);
    time.executor("operator").execute(() -> startAgainAfter(first));
    List<Phone> phones = calls(2);

    assertTrue(first.isOver(), "it has not written so often: " + first.writes());
    // Nobody waits for what the last life had in its hands.
    phones.forEach(phone -> phone.cut = false);
    assertOneRecordEach(phones, "write " + write);
  }

  private void startAgainAfter(Life first) {
    while (!first.isOver()) {
      waitMs(100);
    }
    waitMs(1000);
    node(new Life(time, store));
  }

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void twoOfThreeNodesOneAfterAnother(int seed) {
    random = new Random(seed);
    node(new Life(time, store).endingAt(1 + random.nextInt(60), random.nextBoolean()));
    node(new Life(time, store).endingAt(1 + random.nextInt(100), random.nextBoolean()));
    node(new Life(time, store));
    List<Phone> phones = calls(6);

    assertTrue(lives.get(0).isOver() && lives.get(1).isOver(), () -> "seed " + seed);
    assertOneRecordEach(phones, "seed " + seed);
  }

  @Test
  void withoutADeathNobodyTakesAnythingOver() {
    node(new Life(time, store));
    node(new Life(time, store));
    List<Phone> phones = calls(6);

    assertOneRecordEach(phones, "no death");
    nodes.forEach(node -> assertEquals(0, node.router.health().adoptedCalls()));
    assertEquals(6, taken.size());
  }
}
