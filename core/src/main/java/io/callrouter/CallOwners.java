package io.callrouter;

import io.callrouter.spi.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which node looks after each call, from before its value is there until its record was taken: an
 * index beside the calls, small enough to be read whole. The node whose socket carries the call's
 * media owns it, so that all knows of their loss who knows of the node's.
 */
final class CallOwners {
  private static final String PREFIX = "live/";

  /** As long as the value of a call that nobody changes. */
  private static final Duration LIFE = CallBook.LIVE;

  /** Of an entry that is to go unless somebody else has it by then. */
  private static final Duration GOING = Duration.ofSeconds(1);

  private final Store store;
  private final NodeLease lease;
  private final byte[] mine;

  CallOwners(Store store, NodeLease lease) {
    this.store = store;
    this.lease = lease;
    this.mine = bytes(lease.node());
  }

  /**
   * Makes this node a call's owner, also of one that is about to be made.
   *
   * @return the owner before, or null if there was none
   */
  @Nullable String take(String call) {
    lease.hold();
    while (!store.putIfAbsent(PREFIX + call, mine, LIFE)) {
      byte[] owner = store.get(PREFIX + call);
      if (owner != null && isTaken(call, owner)) {
        return text(owner);
      }
    }
    return null;
  }

  private boolean isTaken(String call, byte[] owner) {
    return lease.node().equals(text(owner))
        || store.compareAndSet(PREFIX + call, owner, mine, LIFE);
  }

  /** Whether this node is a call's owner. */
  boolean isMine(String call) {
    byte[] owner = store.get(PREFIX + call);
    return owner != null && lease.node().equals(text(owner));
  }

  /** Takes a call from an owner that is gone; of several nodes that try, one does. */
  boolean takeFrom(String owner, String call) {
    return store.compareAndSet(PREFIX + call, bytes(owner), mine, LIFE);
  }

  /** Makes the owner before this node the call's owner again, unless it has gone to another. */
  void giveBack(String call, @Nullable String before) {
    if (before == null) {
      store.compareAndSet(PREFIX + call, mine, mine, GOING);
    } else if (!before.equals(lease.node())) {
      store.compareAndSet(PREFIX + call, mine, bytes(before), LIFE);
    }
  }

  /** A call is over, and nothing of it is owed. */
  void forget(String call) {
    store.remove(PREFIX + call);
  }

  /** All calls with an owner, and who that is. */
  Map<String, String> all() {
    Map<String, String> owners = new TreeMap<>();
    store
        .list(PREFIX)
        .forEach((key, owner) -> owners.put(key.substring(PREFIX.length()), text(owner)));
    return owners;
  }

  private static byte[] bytes(String node) {
    return node.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] node) {
    return new String(node, StandardCharsets.US_ASCII);
  }
}
