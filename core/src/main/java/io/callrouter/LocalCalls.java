package io.callrouter;

import io.callrouter.spi.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who on this node waits for the values of calls to change, whichever node changes them. */
final class LocalCalls {
  private final Capacity capacity;

  /** Lists are replaced, never changed. */
  private final ConcurrentMap<String, List<Runnable>> followers = new ConcurrentHashMap<>();

  private final CallAlarms alarms;
  private final Timelines timelines;
  private final Store.Subscription subscription;

  LocalCalls(Store store, Capacity capacity, CallAlarms alarms, Timelines timelines) {
    this.capacity = capacity;
    this.alarms = alarms;
    this.timelines = timelines;
    subscription = store.subscribe(CallBook.CHANGES, this::onChange);
  }

  /**
   * Follows a call.
   *
   * @param follower called after each change, on any thread; must not block
   */
  Store.Subscription follow(String call, Runnable follower) {
    // An object of its own, so that the same follower may come twice.
    Runnable member = () -> follower.run();
    followers.merge(call, List.of(member), LocalCalls::both);
    return () -> followers.computeIfPresent(call, (id, all) -> without(all, member));
  }

  private static List<Runnable> both(List<Runnable> known, List<Runnable> added) {
    return Stream.concat(known.stream(), added.stream()).toList();
  }

  private static @Nullable List<Runnable> without(List<Runnable> all, Runnable gone) {
    List<Runnable> rest = all.stream().filter(one -> one != gone).toList();
    return rest.isEmpty() ? null : rest;
  }

  private void onChange(byte[] message) {
    CallBook.Notice notice = CallJson.read(message, CallBook.Notice.class);
    Instant due = notice.due();
    if (due == null) {
      alarms.forget(notice.id());
    } else {
      alarms.byIfWatched(notice.id(), due);
    }
    tell(notice);
  }

  /** Tells everyone here how a call is, also one who knows. */
  void tell(CallBook.Notice notice) {
    capacity.changed(notice);
    if (notice.due() == null) {
      timelines.end(notice.id());
    }
    followers.getOrDefault(notice.id(), List.of()).forEach(Runnable::run);
  }

  /** A call is not known any more. */
  void onGone(String call) {
    capacity.leave(call);
    alarms.forget(call);
    timelines.end(call);
  }

  /** Has everyone look again who may have missed a change. */
  void tellAll() {
    alarms.lookNow();
    followers.values().forEach(all -> all.forEach(Runnable::run));
  }

  int held() {
    return followers.size();
  }

  void close() {
    subscription.cancel();
  }
}
