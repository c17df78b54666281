package io.callrouter;

import io.callrouter.call.CallFacts;
import io.callrouter.call.CallState;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls in the store: found by id or by the carrier's id, changed by compare-and-set, and told
 * of to all nodes when they change.
 */
final class CallBook {
  /** Where changes are published, for every node's {@link LocalCalls}. */
  static final String CHANGES = "calls";

  /** Live calls stay as long as any carrier lets a call last, and then some. */
  static final Duration LIVE = Duration.ofDays(7);

  /** Ended calls whose record was taken stay as long as the identities of their events. */
  private static final Duration ENDED = Inbox.LIFE;

  private static final String PREFIX = "call/";
  private static final int MOST_TRIES = 1000;

  private final Store store;
  private final CallOwners owners;
  private final Limits limits;

  CallBook(Store store, CallOwners owners, Limits limits) {
    this.store = store;
    this.owners = owners;
    this.limits = limits;
  }

  /** A change that was folded: what the call was before, and what it is now. */
  record Change(CallValue before, CallValue now) {
    boolean changed() {
      return !before.equals(now);
    }
  }

  @Nullable CallValue find(String id) {
    byte[] bytes = store.get(key(id));
    return bytes == null ? null : CallJson.read(bytes, CallValue.class);
  }

  CallValue get(String id) {
    CallValue value = find(id);
    if (value == null) {
      throw new NotFoundException("there is no call " + id + " (any more)");
    }
    return value;
  }

  @Nullable String idOf(String provider, String carrierId) {
    byte[] id = store.get(carrierKey(provider, carrierId));
    return id == null ? null : new String(id, StandardCharsets.US_ASCII);
  }

  /** The id under which a carrier's call is known, the proposed one if it is not known yet. */
  String idOf(String provider, String carrierId, String proposed) {
    String key = carrierKey(provider, carrierId);
    while (true) {
      String known = idOf(provider, carrierId);
      if (known != null) {
        return known;
      }
      if (store.putIfAbsent(key, proposed.getBytes(StandardCharsets.US_ASCII), LIVE)) {
        return proposed;
      }
    }
  }

  /** Puts a new call, of which this node is the owner; false if some node has put it already. */
  boolean create(CallValue value) {
    owners.take(value.facts().id());
    boolean created = store.putIfAbsent(key(value.facts().id()), CallJson.write(value), LIVE);
    if (created) {
      publish(value);
    }
    return created;
  }

  /** Folds a change into a call; the function may be run several times. */
  Change update(String id, UnaryOperator<CallValue> fold) {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      byte[] bytes = store.get(key(id));
      if (bytes == null) {
        throw new NotFoundException("there is no call " + id + " (any more)");
      }
      CallValue before = CallJson.read(bytes, CallValue.class);
      CallValue after = fold.apply(before);
      if (after.equals(before)) {
        return new Change(before, before);
      }
      Duration life = after.isDone() ? ENDED : LIVE;
      if (store.compareAndSet(key(id), bytes, CallJson.write(after), life)) {
        if (after.isDone()) {
          leave(after);
        }
        publish(after);
        return new Change(before, after);
      }
    }
    throw new StoreException("call " + id + ": its value changes faster than it can be written");
  }

  /** Nothing is left to be done about a call; may be said again if the store failed. */
  void leave(CallValue done) {
    forgetCarrierId(done.facts());
    owners.forget(done.facts().id());
  }

  /** The carrier's id need not be known longer than the ended call. */
  private void forgetCarrierId(CallFacts call) {
    byte[] id = call.id().getBytes(StandardCharsets.US_ASCII);
    store.compareAndSet(carrierKey(call.provider(), call.carrierId()), id, id, ENDED);
  }

  private void publish(CallValue value) {
    store.publish(CHANGES, CallJson.write(Notice.of(value, limits)));
  }

  /** The ids of all calls. */
  List<String> ids() {
    return store.list(PREFIX).keySet().stream()
        .map(key -> key.substring(PREFIX.length()))
        .sorted()
        .toList();
  }

  private static String key(String id) {
    return PREFIX + id;
  }

  private static String carrierKey(String provider, String carrierId) {
    return "carrier/" + provider + "/" + carrierId;
  }

  /**
   * What all nodes are told of a change: enough to know whether it concerns them.
   *
   * @param flow what the call runs
   * @param due when the call must be looked at next, or null once its record is closed
   */
  record Notice(String id, boolean ended, String flow, @Nullable Instant due) {
    static Notice of(CallValue value, Limits limits) {
      Deadline next = Deadline.of(value, limits);
      return new Notice(
          value.facts().id(),
          value.state() == CallState.ENDED,
          value.flow().label(),
          next == null ? null : next.at());
    }
  }
}
