package io.callrouter;

import io.callrouter.spi.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Leases one kind of work on a call to one node at a time. A lease lapses by itself, and is free as
 * soon as its holder gives no sign of life.
 */
final class CallLease {
  private static final byte[] NOBODY = {};
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Store store;
  private final NodeLease node;
  private final String prefix;
  private final Duration length;
  private final byte[] mine;

  /**
   * Without a lease taken.
   *
   * @param work names the work
   * @param length longer than the work can take
   */
  CallLease(Store store, NodeLease node, String work, Duration length) {
    this.store = store;
    this.node = node;
    this.prefix = work + "/";
    this.length = length;
    this.mine = node.node().getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes a call's lease, if nobody who lives has it. */
  boolean take(String call) {
    if (store.putIfAbsent(prefix + call, mine, length)) {
      return true;
    }
    byte[] holder = store.get(prefix + call);
    return holder != null
        && !node.isAlive(new String(holder, StandardCharsets.US_ASCII))
        && store.compareAndSet(prefix + call, holder, mine, length);
  }

  /**
   * Likewise, also where this node has it already, having failed to give it back: for work that it
   * does one at a time for each call.
   */
  boolean takeAgain(String call) {
    return take(call) || renew(call);
  }

  /**
   * Lets a lease that is held begin anew, so that it outlives work that takes its time.
   *
   * @return false if it had lapsed and another node has it
   */
  boolean renew(String call) {
    return store.compareAndSet(prefix + call, mine, mine, length);
  }

  /** Gives a lease back, unless it had lapsed and another node has it. */
  void giveBack(String call) {
    store.compareAndSet(prefix + call, mine, NOBODY, SOON);
  }
}
