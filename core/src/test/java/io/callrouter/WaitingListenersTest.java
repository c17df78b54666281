package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallEvent;
import io.callrouter.call.Match;
import io.callrouter.call.PendingOutcome;
import io.callrouter.media.Endpoints;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Listeners that block in a waiting command, on real threads and the real clock. */
class WaitingListenersTest {
  private static final int CALLS = 200;
  private static final Duration PROMPTLY = Duration.ofMillis(100);

  private static final Duration LONG = Duration.ofMinutes(1);

  /** A waiting command. */
  private interface Wait {
    void in(Call call) throws Exception;
  }

  /** What a carrier does with the first answer. */
  private interface Answered {
    void then(CallRouter router, String answer, String carrierId);
  }

  @Test
  void everyAwaitEndedOfTwoHundredReturnsWithin100MsOfTheLastEnd() throws Exception {
    allReturnOnceAllHaveEnded(
        Action.custom("fake:wait", Map.of()),
        CallEvent.Kind.ARRIVED,
        call -> call.awaitEnded(LONG),
        (router, answer, carrierId) -> {});
  }

  @Test
  void everyHandleOfRunOfTwoHundredReturnsWithin100MsOfTheLastEnd() throws Exception {
    allReturnOnceAllHaveEnded(
        Action.connect("echo"),
        CallEvent.Kind.MEDIA_STARTED,
        call -> {
          PendingOutcome pending = call.run(Action.custom("fake:wait", Map.of()));
          assertThrows(CallEndedException.class, () -> pending.await(LONG));
        },
        WaitingListenersTest::openMedia);
  }

  private static void allReturnOnceAllHaveEnded(
      Action action, CallEvent.Kind waitsAt, Wait wait, Answered answered) throws Exception {
    long ms = new Round(waitsAt, wait).returnMs(action, answered);
    assertTrue(ms <= PROMPTLY.toMillis(), "the last wait returned " + ms + " ms after the end");
  }

  /** 200 calls of a router of their own, each with a listener that waits. */
  private static final class Round {
    private final CountDownLatch waiting = new CountDownLatch(CALLS);
    private final CountDownLatch returned = new CountDownLatch(CALLS);
    private final ConcurrentLinkedQueue<Long> returnedNanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final CallEvent.Kind waitsAt;
    private final Wait wait;

    Round(CallEvent.Kind waitsAt, Wait wait) {
      this.waitsAt = waitsAt;
      this.wait = wait;
    }

    /** How long after the last end the last wait returned, in ms. */
    long returnMs(Action action, Answered answered) throws Exception {
      try (CallRouter router = router(action)) {
        for (int i = 0; i < CALLS; i++) {
          answered.then(router, post(router, "/fake/arrive", i), "CA" + i);
        }
        assertTrue(waiting.await(30, TimeUnit.SECONDS), "not all listeners came to wait");
        for (int i = 0; i < CALLS; i++) {
          post(router, "/fake/ended", i);
        }
        long lastEndNanos = System.nanoTime();
        assertTrue(returned.await(30, TimeUnit.SECONDS), returned.getCount() + " still wait");
        assertEquals(0, faults.size(), faults::toString);
        long lastNanos = returnedNanos.stream().mapToLong(Long::longValue).max().orElseThrow();
        return (lastNanos - lastEndNanos) / 1_000_000;
      }
    }

    private CallRouter router(Action action) {
      return CallRouter.builder()
          .provider(new FakeProvider("fake"))
          .endpoint("echo", context -> Endpoints.echo())
          .limits(
              Limits.defaults()
                  .with(CountLimit.CONCURRENT_CALLS, 250)
                  .with(TimeLimit.ACTION_ASKED, LONG))
          .route("all", Match.any(), action)
          .listener(this::await)
          .build();
    }

    private void await(Call call, CallEvent event) {
      if (event.kind() != waitsAt) {
        return;
      }
      waiting.countDown();
      try {
        wait.in(call);
      } catch (Throwable e) {
        faults.add(e.toString());
      }
      returnedNanos.add(System.nanoTime());
      returned.countDown();
    }
  }

  private static void openMedia(CallRouter router, String answer, String carrierId) {
    String token = answer.substring(answer.lastIndexOf(' ') + 1).strip();
    WebRequest handshake =
        new WebRequest("GET", "/fake/media/" + token, null, Map.of(), new byte[0]);
    FakeSocket.open(router.web().admit(handshake), Timekeeper.system()).says("start " + carrierId);
  }

  private static String post(CallRouter router, String path, int call) {
    byte[] body = ("carrier=CA" + call).getBytes(StandardCharsets.UTF_8);
    WebResponse answer = router.web().handle(new WebRequest("POST", path, null, Map.of(), body));
    assertEquals(2, answer.status() / 100);
    return answer.text();
  }
}
