package io.callrouter;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each counter counts; one whose name ends with a variable part has that part as a tag. */
enum CounterMeaning {
  ARRIVED("calls.arrived", "calls", "Calls that came in, those that were refused among them"),
  LEGS("calls.legs", "calls", "Legs that were dialled for calls of carriers that are told"),
  REFUSED(
      "calls.refused", "reason", "calls", "Calls refused because the router was full or closing"),
  ENDED("calls.ended", "cause", "calls", "Calls whose record is closed, by the cause of their end"),
  DRAIN_ENDED("drain.ended", "calls", "Calls that ended by themselves while the router drained"),
  DRAIN_TOLD("drain.told", "calls", "Calls that were given the closing action after the deadline"),
  DRAIN_LEFT("drain.left", "calls", "Calls whose carrier did not take the closing action in time"),
  ADOPTED("calls.adopted", "calls", "Calls taken over from nodes that are gone"),
  LATE("events.late", "events", "Carriers' events that came too late to change a call's state"),
  AFTER_RECORD("events.after-record", "events", "Carriers' events that came after the record"),
  CUSTOM("events.custom", "events", "Events in a carrier's own words, which change nothing"),
  RECORDED_AFTER_RECORD(
      "recordings.after-record", "recordings", "Recordings finished after the call's record"),
  REQUESTS_REFUSED("requests.refused", "status", "requests", "Requests refused, by HTTP status"),
  REPEATED("requests.repeated", "requests", "Requests that came again and got the same answer"),
  WATCHDOGS(
      "watchdogs", "watchdog", "calls", "Calls on which a watchdog acted, by what it waited for"),
  UNKNOWN_CALL("requests.unknown-call", "requests", "Requests about a call that nobody knows"),
  COMMANDS_FAILED(
      "commands.failed", "reason", "commands", "Commands that a carrier did not take, by why"),
  COMMANDS_CALL_ENDED(
      "commands.call-ended",
      "commands",
      "Commands for calls of which the carrier says they are over"),
  SOCKETS_REFUSED("sockets.refused", "status", "sockets", "Media sockets refused at the handshake"),
  SOCKETS_CLOSED("sockets.closed", "code", "sockets", "Media sockets closed for what came on them"),
  UNKNOWN("messages.unknown", "messages", "Messages of a carrier that the router does not know"),
  MALFORMED("messages.malformed", "messages", "Messages on media sockets that could not be read"),
  REJECTED("messages.rejected", "messages", "Media messages that a carrier could not use"),
  RECORDS_RETRIED("records.retried", "records", "Times that a sink did not take a record"),
  FLOWS_DISCARDED("flows.discarded", "runs", "Runs of flows that came too late and were discarded"),
  IN_DROPPED("audio.in.dropped", "frames", "Callers' frames of 20 ms that no endpoint could take"),
  IN_FILLED("audio.in.filled", "frames", "Silent frames put where a carrier left audio out"),
  OUT_DROPPED("audio.out.dropped", "frames", "Live frames of endpoints dropped before the carrier"),
  UNDERRUNS("audio.out.underruns", "times", "Times an item came too slowly for the carrier"),
  TAP_DROPPED("audio.tap.dropped", "frames", "Frames of 20 ms that taps were too slow to take"),
  ENDPOINTS_FAILED("endpoints.failed", "endpoints", "Endpoints that threw or could not be made"),
  ENDPOINTS_STUCK(
      "endpoints.stuck", "endpoints", "Endpoints given up since a callback did not come back"),
  ENDPOINTS_UNUSED("endpoints.unused", "endpoints", "Endpoints made early and closed unused"),
  TAPS_FAILED("taps.failed", "taps", "Taps that threw or could not be made");

  private final String name;
  private final @Nullable String tag;
  private final String unit;
  private final String description;

  CounterMeaning(String name, String unit, String description) {
    this(name, null, unit, description);
  }

  CounterMeaning(String name, @Nullable String tag, String unit, String description) {
    this.name = name;
    this.tag = tag;
    this.unit = unit;
    this.description = description;
  }

  /** The meaning of a counter; empty for a name that nobody has described. */
  static Optional<CounterMeaning> of(String counter) {
    return Arrays.stream(values()).filter(meaning -> meaning.fits(counter)).findFirst();
  }

  /** Whether there is one number of that name, which is 0 before it was counted. */
  boolean isSingle() {
    return tag == null;
  }

  String counter() {
    return name;
  }

  Metric metric(String counter, long value) {
    Map<String, String> tags =
        tag == null ? Map.of() : Map.of(tag, counter.substring(name.length() + 1));
    return new Metric(name, tags, Metric.Kind.COUNTER, unit, value, description);
  }

  private boolean fits(String counter) {
    return tag == null ? counter.equals(name) : counter.startsWith(name + ".");
  }
}
