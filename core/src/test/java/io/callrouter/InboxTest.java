package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final Counters counters = new Counters();
  private final NodeLease lease = new NodeLease(store, false, NodeLease.PROCESS, time, () -> {});
  private final Inbox inbox = new Inbox(store, lease, time, Duration.ofSeconds(10), counters);
  private final AtomicInteger processed = new AtomicInteger();

  private CompletableFuture<String> deliver(Supplier<WebResponse> processing) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    time.executor("server")
        .execute(
            () -> {
              try {
                answer.complete(inbox.take("event", processing).text());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    time.runReady();
    return answer;
  }

  private WebResponse answer() {
    return WebResponse.of(200, "text/xml", "answer " + processed.incrementAndGet() + " ä");
  }

  private WebResponse slowly(Duration length) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), length);
    } catch (TimeoutException | InterruptedException e) {
      // It took its time.
    }
    return answer();
  }

  private static <T> Throwable failure(CompletableFuture<T> future) {
    return future.handle((value, thrown) -> thrown).getNow(null);
  }

  @Test
  void aRepeatedDeliveryGetsTheSameAnswerAndIsNotProcessed() {
    WebResponse first = inbox.take("event", this::answer);
    WebResponse second = inbox.take("event", this::answer);

    assertEquals("answer 1 ä", second.text());
    assertEquals(first.status(), second.status());
    assertEquals(first.contentType(), second.contentType());
    assertEquals(1L, counters.snapshot().get("requests.repeated"));
  }

  @Test
  void anotherEventIsProcessed() {
    inbox.take("event", this::answer);

    assertEquals("answer 2 ä", inbox.take("another", this::answer).text());
  }

  @Test
  void anOverlappingDeliveryWaitsForTheAnswerToTheFirst() {
    CompletableFuture<String> first = deliver(() -> slowly(Duration.ofSeconds(3)));
    CompletableFuture<String> second = deliver(this::answer);

    time.advance(Duration.ofMillis(2999));
    assertFalse(second.isDone());
    time.advance(Duration.ofMillis(100));

    assertEquals("answer 1 ä", first.getNow(""));
    assertEquals("answer 1 ä", second.getNow(""));
  }

  @Test
  void anOverlappingDeliveryGivesUpAfterItsTime() {
    CompletableFuture<String> unused = deliver(() -> slowly(Duration.ofSeconds(14)));
    CompletableFuture<String> second = deliver(this::answer);

    time.advance(Duration.ofMillis(10_100));

    assertTrue(failure(second) instanceof StoreException);
    assertEquals(0, processed.get());
  }

  @Test
  void afterAFailedProcessingTheNextDeliveryIsTheFirst() {
    CompletableFuture<String> first =
        deliver(
            () -> {
              throw new StoreException("down");
            });
    assertTrue(failure(first) instanceof StoreException);

    assertEquals("answer 1 ä", inbox.take("event", this::answer).text());
    assertFalse(counters.snapshot().containsKey("requests.repeated"));
  }

  @Test
  void aDeliveryThatWaitedIsProcessedWhenTheFirstFails() {
    CompletableFuture<String> first =
        deliver(
            () -> {
              slowly(Duration.ofSeconds(2));
              throw new StoreException("down");
            });
    CompletableFuture<String> second = deliver(this::answer);
    time.advance(Duration.ofMillis(2100));

    assertTrue(first.isCompletedExceptionally());
    assertEquals("answer 2 ä", second.getNow(""));
  }

  @Test
  void aClaimWhoseHolderDiedLapses() {
    CompletableFuture<String> unused = deliver(() -> slowly(Duration.ofDays(1)));
    time.advance(Duration.ofMillis(15_001));

    assertEquals("answer 1 ä", deliver(this::answer).getNow(""));
  }

  @Test
  void whoLostHisClaimDoesNotTakeTheAnswerAway() {
    CompletableFuture<String> slow =
        deliver(
            () -> {
              slowly(Duration.ofSeconds(20));
              throw new StoreException("down at last");
            });
    time.advance(Duration.ofSeconds(16));
    assertEquals("answer 1 ä", deliver(this::answer).getNow(""));

    time.advance(Duration.ofSeconds(10));
    assertTrue(slow.isCompletedExceptionally());

    assertEquals("answer 1 ä", deliver(this::answer).getNow(""));
  }

  @Test
  void anIdentityLivesFor25Hours() {
    inbox.take("event", this::answer);
    time.advance(Duration.ofHours(25).minusSeconds(1));
    assertEquals("answer 1 ä", inbox.take("event", this::answer).text());

    time.advance(Duration.ofSeconds(1));
    assertEquals("answer 2 ä", inbox.take("event", this::answer).text());
  }
}
