package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes each event in exactly once: the first delivery claims its identity and is processed, a
 * repeated one gets the stored answer, and one that overlaps waits for it.
 *
 * <p>A failed processing gives the claim back, so that the carrier's next try is the first again; a
 * claim whose node died lapses.
 */
final class Inbox {
  /** How long identities are known; after that our URLs name an unknown call. */
  static final Duration LIFE = Duration.ofHours(25);

  private static final Duration CLAIM = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Store store;
  private final Timekeeper timekeeper;
  private final Duration overlap;
  private final Counters counters;

  Inbox(Store store, Timekeeper timekeeper, Duration overlap, Counters counters) {
    this.store = store;
    this.timekeeper = timekeeper;
    this.overlap = overlap;
    this.counters = counters;
  }

  /** What is stored under an identity: a claim until some time, or the answer. */
  private record Entry(
      @Nullable Instant claimedUntil, int status, String contentType, String body) {
    static Entry claim(Instant until) {
      return new Entry(until, 0, "", "");
    }

    static Entry answer(WebResponse answer) {
      return new Entry(null, answer.status(), answer.contentType(), answer.text());
    }

    WebResponse answer() {
      return new WebResponse(
          status, contentType, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /**
   * Processes an event unless that is done or under way.
   *
   * @throws StoreException if the first delivery is still being processed after the time to wait
   */
  WebResponse take(String identity, Supplier<WebResponse> processing) {
    String key = "event/" + identity;
    long deadline = timekeeper.nanoTime() + overlap.toNanos();
    boolean repeated = false;
    while (true) {
      byte[] known = store.get(key);
      byte[] claim = CallJson.write(Entry.claim(timekeeper.now().plus(CLAIM)));
      if (known == null) {
        if (store.putIfAbsent(key, claim, LIFE)) {
          return process(key, claim, processing);
        }
        continue;
      }
      if (!repeated) {
        repeated = true;
        counters.count("requests.repeated");
      }
      Entry entry = CallJson.read(known, Entry.class);
      if (entry.claimedUntil() == null) {
        return entry.answer();
      }
      boolean lapsed = entry.claimedUntil().isBefore(timekeeper.now());
      if (lapsed && store.compareAndSet(key, known, claim, LIFE)) {
        return process(key, claim, processing);
      }
      if (timekeeper.nanoTime() - deadline > 0) {
        throw new StoreException("the first delivery of this event is still being processed");
      }
      lookAgainLater();
    }
  }

  private WebResponse process(String key, byte[] claim, Supplier<WebResponse> processing) {
    boolean finished = false;
    try {
      WebResponse answer = processing.get();
      store.compareAndSet(key, claim, CallJson.write(Entry.answer(answer)), LIFE);
      finished = true;
      return answer;
    } finally {
      if (!finished) {
        store.remove(key);
      }
    }
  }

  private void lookAgainLater() {
    try {
      timekeeper.await(new CompletableFuture<Void>(), LOOK_AGAIN);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the first delivery's answer");
    }
  }
}
