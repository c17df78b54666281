package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
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
  private static final byte[] LAPSED = CallJson.write(Entry.claim(Instant.EPOCH, ""));

  private final Store store;
  private final NodeLease lease;
  private final Timekeeper timekeeper;
  private final Duration overlap;
  private final Counters counters;

  Inbox(Store store, NodeLease lease, Timekeeper timekeeper, Duration overlap, Counters counters) {
    this.store = store;
    this.lease = lease;
    this.timekeeper = timekeeper;
    this.overlap = overlap;
    this.counters = counters;
  }

  /** What is stored under an identity: a node's claim until some time, or the answer. */
  private record Entry(
      @Nullable Instant claimedUntil,
      @Nullable String claimedBy,
      int status,
      String contentType,
      String body) {
    static Entry claim(Instant until, String node) {
      return new Entry(until, node, 0, "", "");
    }

    static Entry answer(WebResponse answer) {
      return new Entry(null, null, answer.status(), answer.contentType(), answer.text());
    }

    boolean hasLapsed(Instant now, NodeLease lease) {
      return claimedUntil != null
          && (claimedUntil.isBefore(now) || (claimedBy != null && lease.isGone(claimedBy)));
    }

    WebResponse answer() {
      return new WebResponse(status, contentType, body.getBytes(StandardCharsets.UTF_8));
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
    byte[] claim = claim(key);
    if (claim == null) {
      counters.count("requests.repeated");
    }
    while (claim == null) {
      byte[] known = store.get(key);
      Entry entry = known == null ? null : CallJson.read(known, Entry.class);
      if (entry != null && entry.claimedUntil() == null) {
        return entry.answer();
      }
      if (timekeeper.nanoTime() - deadline > 0) {
        throw new StoreException("the first delivery of this event is still being processed");
      }
      lookAgainLater();
      claim = claim(key);
    }
    return process(key, claim, processing);
  }

  /** Claims an event that is new, was given back, or whose claim has lapsed; else null. */
  private byte @Nullable [] claim(String key) {
    Instant now = timekeeper.now();
    byte[] claim = CallJson.write(Entry.claim(now.plus(CLAIM), lease.node()));
    byte[] known = store.get(key);
    boolean claimed =
        known == null
            ? store.putIfAbsent(key, claim, LIFE)
            : CallJson.read(known, Entry.class).hasLapsed(now, lease)
                && store.compareAndSet(key, known, claim, LIFE);
    return claimed ? claim : null;
  }

  private WebResponse process(String key, byte[] claim, Supplier<WebResponse> processing) {
    byte[] outcome = LAPSED;
    try {
      WebResponse answer = processing.get();
      outcome = CallJson.write(Entry.answer(answer));
      return answer;
    } finally {
      // Not if another node has taken the event over because this one was too slow.
      store.compareAndSet(key, claim, outcome, LIFE);
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
