package io.callrouter;

import io.callrouter.spi.Store;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this node has to do with calls: which it took and are not over, and who waits for their
 * values to change, whichever node changes them.
 */
final class LocalCalls {
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  /** Lists are replaced, never changed. */
  private final ConcurrentMap<String, List<Runnable>> followers = new ConcurrentHashMap<>();

  private final CallAlarms alarms;
  private final Store.Subscription subscription;

  LocalCalls(Store store, CallAlarms alarms) {
    this.alarms = alarms;
    subscription = store.subscribe(CallBook.CHANGES, this::onChange);
  }

  /** This node took the call's first request, so it counts here until it ends. */
  void take(String call) {
    taken.add(call);
  }

  void leave(String call) {
    taken.remove(call);
  }

  int active() {
    return taken.size();
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
    if (notice.ended()) {
      leave(notice.id());
    }
    Instant due = notice.due();
    if (due == null) {
      alarms.forget(notice.id());
    } else {
      alarms.byIfWatched(notice.id(), due);
    }
    followers.getOrDefault(notice.id(), List.of()).forEach(Runnable::run);
  }

  int held() {
    return taken.size() + followers.size();
  }

  void close() {
    subscription.cancel();
  }
}
