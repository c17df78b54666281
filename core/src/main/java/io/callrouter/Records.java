package io.callrouter;

import io.callrouter.call.CallRecord;
import io.callrouter.call.RecordSink;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers closed records to every sink, at least once each. The ended call's value in the store is
 * itself the outbox entry: it names the sinks that have taken the record.
 */
final class Records {
  private static final Logger log = LoggerFactory.getLogger(Records.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final CallBook book;
  private final Map<String, RecordSink> sinks;
  private final Timekeeper timekeeper;
  private final Counters counters;

  Records(CallBook book, Map<String, RecordSink> sinks, Timekeeper timekeeper, Counters counters) {
    this.book = book;
    this.sinks = new LinkedHashMap<>(sinks);
    this.timekeeper = timekeeper;
    this.counters = counters;
  }

  void deliver(CallValue call) {
    CallRecord record = call.record();
    counters.count("calls.ended." + record.cause());
    log.info(
        "call {}: over, {} by {} after {} s{}",
        record.call().id(),
        record.cause(),
        record.endedBy(),
        record.duration().toSeconds(),
        record.notes().isEmpty() ? "" : "; " + String.join("; ", record.notes()));
    for (Map.Entry<String, RecordSink> sink : sinks.entrySet()) {
      if (!call.delivered().contains(sink.getKey())) {
        deliver(record, sink.getKey(), sink.getValue(), FIRST_RETRY);
      }
    }
  }

  private void deliver(CallRecord record, String name, RecordSink sink, Duration retry) {
    try {
      sink.accept(record);
      book.update(record.call().id(), value -> value.withDelivered(name));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      counters.count("records.retried");
      log.warn(
          "call {}: sink {} did not take the record, tried again in {} s: {}",
          record.call().id(),
          name,
          retry.toSeconds(),
          e.toString());
      Duration next = retry.multipliedBy(2);
      timekeeper.schedule(
          retry,
          () ->
              timekeeper
                  .executor("records")
                  .execute(
                      () ->
                          deliver(
                              record,
                              name,
                              sink,
                              next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next)));
    }
  }
}
