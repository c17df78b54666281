package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's sign of life in the store, and who else gives one.
 *
 * <p>In a shared store it lapses unless it is renewed. In one of a single process there is nothing
 * to renew: a node of another process is gone, since otherwise that process would hold the store.
 */
final class NodeLease {
  /** How often it is renewed, so that it outlives two failures. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  /** The random word that the nodes of this process have in common. */
  static final String PROCESS = randomWord();

  private static final Logger log = LoggerFactory.getLogger(NodeLease.class);
  private static final Duration LIFE = RENEWAL.multipliedBy(3);
  private static final Duration EXCLUSIVE_LIFE = Duration.ofDays(3650);
  private static final String PREFIX = "node/";
  private static final byte[] HELD = {1};
  private static final int WORD_BYTES = 8;
  private static final AtomicInteger NODES = new AtomicInteger();

  private final Store store;
  private final boolean exclusive;
  private final Timekeeper timekeeper;
  private final Runnable regained;
  private final String process;
  private final String node;
  private final Duration life;
  private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();
  private volatile boolean left;
  private volatile Timekeeper.@Nullable Timer timer;

  /** Since when the lease has been held without a gap, and when it was last renewed. */
  private record Hold(long sinceNanos, long renewedNanos) {}

  /**
   * A lease that is not held yet.
   *
   * @param exclusive whether no other process uses the store
   * @param process the word that begins the names of all nodes of this process
   * @param regained run when the lease had lapsed and is held again; others may have taken this
   *     node for dead meanwhile
   */
  NodeLease(
      Store store, boolean exclusive, String process, Timekeeper timekeeper, Runnable regained) {
    this.store = store;
    this.exclusive = exclusive;
    this.process = process + "-";
    this.timekeeper = timekeeper;
    this.regained = regained;
    node = this.process + NODES.incrementAndGet();
    life = exclusive ? EXCLUSIVE_LIFE : LIFE;
  }

  private static String randomWord() {
    byte[] word = new byte[WORD_BYTES];
    new SecureRandom().nextBytes(word);
    return HexFormat.of().formatHex(word);
  }

  /** This node's name, which no other node ever has. */
  String node() {
    return node;
  }

  boolean isExclusive() {
    return exclusive;
  }

  /** Renews the lease from now on, beginning at once, on threads that may block. */
  void keep() {
    renewAfter(Duration.ZERO);
  }

  private void renewAfter(Duration wait) {
    timer =
        timekeeper.schedule(wait, () -> timekeeper.executor("lease").execute(this::renewAndGoOn));
  }

  private void renewAndGoOn() {
    try {
      renew();
      removeGone();
    } catch (RuntimeException e) {
      log.warn(
          "node {}: its lease could not be renewed, tried again in {} s: {}",
          node,
          RENEWAL.toSeconds(),
          e.getMessage());
    }
    if (!left && !(exclusive && isHeld())) {
      renewAfter(RENEWAL);
    }
  }

  /** A lease that cannot lapse is removed by the next life. */
  private void removeGone() {
    if (exclusive) {
      store.list(PREFIX).keySet().stream()
          .filter(key -> isGone(nodeOf(key)))
          .forEach(store::remove);
    }
  }

  private static String nodeOf(String key) {
    return key.substring(PREFIX.length());
  }

  /** Sees to it that the lease is held, so that what this node now takes on is looked after. */
  void hold() {
    if (!isHeld()) {
      renew();
    }
  }

  private boolean isHeld() {
    Hold held = hold.get();
    return held != null
        && (exclusive || timekeeper.nanoTime() - held.renewedNanos < LIFE.toNanos());
  }

  private void renew() {
    long now = timekeeper.nanoTime();
    boolean kept = store.compareAndSet(PREFIX + node, HELD, HELD, life);
    if (!kept) {
      store.putIfAbsent(PREFIX + node, HELD, life);
    }
    // In one step: another thread may have found at the same time that the lease had lapsed.
    Hold before =
        hold.getAndUpdate(known -> new Hold(kept && known != null ? known.sinceNanos : now, now));
    if (left) {
      store.remove(PREFIX + node);
    } else if (!kept && before != null) {
      log.warn("node {}: its lease had lapsed; others may have taken its calls over", node);
      regained.run();
    }
  }

  /**
   * Whether this node can tell who is gone: all others have had the time to give a sign of life
   * since the store was last away.
   */
  boolean canJudge() {
    Hold held = hold.get();
    return held != null
        && isHeld()
        && (exclusive || timekeeper.nanoTime() - held.sinceNanos >= LIFE.toNanos());
  }

  /** The nodes that give a sign of life. */
  Set<String> living() {
    return store.list(PREFIX).keySet().stream()
        .map(NodeLease::nodeOf)
        .filter(other -> !isGone(other))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a node gives a sign of life. */
  boolean isAlive(String other) {
    return other.equals(node) || (!isGone(other) && store.get(PREFIX + other) != null);
  }

  /** Whether a node's name alone says that it is gone; another one may be gone too. */
  boolean isGone(String other) {
    return exclusive && !other.startsWith(process);
  }

  /** Gives the lease up: what this node has left is for others to take. */
  void leave() {
    left = true;
    Timekeeper.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
    try {
      store.remove(PREFIX + node);
    } catch (StoreException e) {
      log.warn("node {}: its lease lapses by itself: {}", node, e.getMessage());
    }
  }
}
