package io.callrouter;

import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The calls this node has to do with, kept until their records are closed. */
final class LocalCalls {
  private final ConcurrentMap<String, LocalCall> calls = new ConcurrentHashMap<>();
  private final Timekeeper timekeeper;
  private final Store.Subscription subscription;

  LocalCalls(Store store, Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    this.subscription = store.subscribe(CallBook.CHANGES, this::onChange);
  }

  LocalCall of(String id) {
    return calls.computeIfAbsent(id, key -> new LocalCall(key, timekeeper));
  }

  @Nullable LocalCall find(String id) {
    return calls.get(id);
  }

  Collection<LocalCall> all() {
    return List.copyOf(calls.values());
  }

  int active() {
    return (int) calls.values().stream().filter(LocalCall::isActive).count();
  }

  /** Lets go of a call whose record is closed. */
  void forget(String id) {
    calls.remove(id);
  }

  private void onChange(byte[] message) {
    CallBook.Notice notice = CallJson.read(message, CallBook.Notice.class);
    LocalCall call = calls.get(notice.id());
    if (call == null) {
      return;
    }
    if (notice.ended()) {
      call.markEnded();
    }
    if (notice.closed()) {
      calls.remove(notice.id());
    }
    call.signalChange();
    MediaLeg leg = call.leg();
    if (leg != null) {
      leg.onCallChanged(notice);
    }
  }

  void close() {
    subscription.cancel();
    calls.clear();
  }
}
