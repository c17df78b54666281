package io.callrouter;

import io.callrouter.call.CallRecord;
import io.callrouter.call.RecordSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers closed records to every sink, at least once each. The ended call's value in the store is
 * itself the outbox entry: it names the sinks that the record is still owed to.
 */
final class Records {
  private static final Logger log = LoggerFactory.getLogger(Records.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final CallBook book;
  private final Map<String, RecordSink> sinks;
  private final Alarms alarms;
  private final Counters counters;
  private final AtomicInteger refused = new AtomicInteger();

  /** What is being delivered, or waits for its next try: each is there once. */
  private final Set<Delivery> underWay = ConcurrentHashMap.newKeySet();

  private record Delivery(String call, String sink) {}

  Records(CallBook book, Map<String, RecordSink> sinks, Alarms alarms, Counters counters) {
    this.book = book;
    this.sinks = new LinkedHashMap<>(sinks);
    this.alarms = alarms;
    this.counters = counters;
  }

  Set<String> sinks() {
    return sinks.keySet();
  }

  void deliver(CallValue call) {
    CallRecord record = call.record();
    counters.count("calls.ended." + record.cause());
    log.atLevel(call.logLevel())
        .log(
            "call {}: over, {} by {} after {} s{}",
            record.call().id(),
            record.cause(),
            record.endedBy(),
            record.duration().toSeconds(),
            record.notes().isEmpty() ? "" : "; " + String.join("; ", record.notes()));
    offer(call);
  }

  /** Offers a closed record to the sinks it is owed to, until they take it. */
  void offer(CallValue call) {
    CallRecord record = call.record();
    sinks.forEach(
        (name, sink) -> {
          if (underWay.add(new Delivery(record.call().id(), name))) {
            deliver(record, name, sink, FIRST_RETRY);
          }
        });
    Set<String> unknown = new TreeSet<>(call.owed());
    unknown.removeAll(sinks.keySet());
    if (!unknown.isEmpty()) {
      log.warn(
          "call {}: its record is owed to {}, sinks that this node has not; give them back, or the"
              + " record stays in the store for {} days",
          record.call().id(),
          unknown,
          CallBook.LIVE.toDays());
    }
  }

  private void deliver(CallRecord record, String name, RecordSink sink, Duration retry) {
    Throwable failure = offer(record, name, sink);
    if (failure == null) {
      underWay.remove(new Delivery(record.call().id(), name));
    } else {
      counters.count("records.retried");
      log.warn(
          "call {}: sink {} did not take the record, tried again in {} s: {}",
          record.call().id(),
          name,
          retry.toSeconds(),
          failure.toString());
      Duration twice = retry.multipliedBy(2);
      Duration next = twice.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : twice;
      refused.incrementAndGet();
      alarms.after(retry, "records", () -> deliverAgain(record, name, sink, next));
    }
  }

  private void deliverAgain(CallRecord record, String name, RecordSink sink, Duration retry) {
    refused.decrementAndGet();
    deliver(record, name, sink, retry);
  }

  /** How many deliveries wait for their next try. */
  int owed() {
    return refused.get();
  }

  /** Why a sink has not taken a record that is owed to it; null if it has. */
  private @Nullable Throwable offer(CallRecord record, String name, RecordSink sink) {
    try {
      CallValue call = book.find(record.call().id());
      if (call != null && call.owed().contains(name)) {
        sink.accept(record);
        book.update(record.call().id(), value -> value.without(name));
      } else if (call != null && call.isDone()) {
        book.leave(call); // The store has failed after it took the last change.
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    } catch (Exception | LinkageError | AssertionError e) {
      return e; // Whatever a sink throws: the other sinks are told, and it is told again.
    }
  }
}
