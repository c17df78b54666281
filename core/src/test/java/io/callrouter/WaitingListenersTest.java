package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.Match;
import io.callrouter.web.WebRequest;
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

  private final CountDownLatch waiting = new CountDownLatch(CALLS);
  private final CountDownLatch returned = new CountDownLatch(CALLS);
  private final ConcurrentLinkedQueue<Long> returnedNanos = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  @Test
  void everyWaitOfTwoHundredReturnsWithin100MsOfTheLastEnd() throws Exception {
    try (CallRouter router =
        CallRouter.builder()
            .provider(new FakeProvider("fake"))
            .limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, 250))
            .route("all", Match.any(), Action.custom("fake:wait", Map.of()))
            .listener(this::await)
            .build()) {
      for (int i = 0; i < CALLS; i++) {
        post(router, "/fake/arrive", i);
      }
      assertTrue(waiting.await(30, TimeUnit.SECONDS), "not all listeners came to wait");
      for (int i = 0; i < CALLS; i++) {
        post(router, "/fake/ended", i);
      }
      long lastEndNanos = System.nanoTime();
      assertTrue(returned.await(30, TimeUnit.SECONDS), returned.getCount() + " still wait");
      long lastNanos = returnedNanos.stream().mapToLong(Long::longValue).max().orElseThrow();
      assertEquals(0, faults.size(), faults::toString);
      assertTrue(
          lastNanos - lastEndNanos <= PROMPTLY.toNanos(),
          "the last wait returned " + (lastNanos - lastEndNanos) / 1_000_000 + " ms after the end");
    }
  }

  private void await(Call call, CallEvent event) {
    if (event.kind() != CallEvent.Kind.ARRIVED) {
      return;
    }
    waiting.countDown();
    try {
      call.awaitEnded(Duration.ofMinutes(1));
    } catch (Exception e) {
      faults.add(e.toString());
    }
    returnedNanos.add(System.nanoTime());
    returned.countDown();
  }

  private static void post(CallRouter router, String path, int call) {
    byte[] body = ("carrier=CA" + call).getBytes(StandardCharsets.UTF_8);
    int status = router.web().handle(new WebRequest("POST", path, null, Map.of(), body)).status();
    assertEquals(2, status / 100);
  }
}
