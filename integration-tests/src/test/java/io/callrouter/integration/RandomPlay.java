package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.CallRecord;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random calls of one carrier to one router, some dozens at a time, in virtual time. */
final class RandomPlay implements AutoCloseable {
  /** Then what outlives a call longest, the identities of its events, is over: 25 h. */
  static final Duration FORGOTTEN = Duration.ofHours(26);

  private static final int AT_ONCE = 50;
  private static final String TESTS = "io.callrouter.integration.";

  /** What a stream is made of, and what still waits to go onto a socket. */
  private static final Pattern MEDIA =
      Pattern.compile("objects (MediaLeg|internal\\.|media\\.Echo)|elements .*SerialQueue");

  /** By then the last watchdog has done its work, and every record is closed. */
  private static final Duration AFTERMATH = Duration.ofMinutes(2);

  final ManualTimekeeper time = Timekeeper.manual();
  final EventLog log = new EventLog(time);
  final Tally tally = new Tally();
  final SimulatedCarrier carrier;
  final CallRouter router;
  final MischievousHost host = new MischievousHost(time, log, tally);
  private final Simulated kind;
  private final long seed;
  private final List<String> faults = new ArrayList<>();

  RandomPlay(Simulated kind, long seed) {
    this.kind = kind;
    this.seed = seed;
    carrier = kind.carrier(time);
    router = host.router(carrier);
    carrier.attach(router);
  }

  /** Something that a call or its host does, and when. */
  private record Deed(Duration at, Runnable what) {}

  /** Plays the calls of those numbers to their ends. */
  void calls(int first, int end) {
    for (int from = first; from < end; from += AT_ONCE) {
      together(
          IntStream.range(from, Math.min(end, from + AT_ONCE))
              .mapToObj(number -> new RandomCall(kind, seed, number))
              .toList());
    }
  }

  private void together(List<RandomCall> calls) {
    List<Deed> deeds = new ArrayList<>();
    for (RandomCall call : calls) {
      host.expect(call);
      deeds.add(new Deed(call.start(), () -> call.start(carrier, event -> note(call, event))));
      deeds.add(new Deed(call.whenCommanded(), () -> command(call)));
      call.deeds().forEach(deed -> deeds.add(new Deed(deed.at(), () -> act(call, deed.what()))));
    }
    deeds.sort(Comparator.comparing(Deed::at));
    Duration now = Duration.ZERO;
    for (Deed deed : deeds) {
      time.advance(deed.at().minus(now));
      now = deed.at();
      deed.what().run();
    }
    time.advance(MischievousHost.LONGEST_CALL.plus(AFTERMATH));
    if (carrier instanceof SimulatedTelnyx) {
      calls.forEach(this::requireOver); // Who takes requests is told to end what is given up.
    }
    calls.forEach(call -> call.caller().hangUp());
    time.advance(AFTERMATH);
    calls.forEach(this::requireOver);
    calls.forEach(this::requireClosedSockets);
    calls.forEach(this::requireClosedEndpoints);
    calls.forEach(this::requireRecords);
    requireNoneLeft();
    host.forgetCalls();
  }

  private void note(RandomCall call, TimelineEvent event) {
    log.add(call.number(), "carrier " + event.kind() + " " + event.took() + " " + event.detail());
    if (event.kind() == TimelineEvent.Kind.MISBEHAVED) {
      tally.count(Troubles.nameOf(event.detail()), call.number());
    } else if (event.kind() == TimelineEvent.Kind.SOCKET_CLOSED
        && event.detail().contains("cut by the test")) {
      tally.count(CallerDeed.LOSES_HIS_MEDIA.title(), call.number());
    }
  }

  private void command(RandomCall call) {
    time.executor("host").execute(() -> host.command(router, carrier.instance(), call));
  }

  private void act(RandomCall call, CallerDeed deed) {
    SimulatedCaller caller = call.caller();
    if (!caller.isOver()) {
      deed.by(caller);
      if (deed != CallerDeed.LOSES_HIS_MEDIA) { // Which needs media, and is seen when it happens.
        tally.count(deed.title(), call.number());
      }
    }
  }

  private void requireOver(RandomCall call) {
    if (!call.caller().isOver()) {
      blame(call, "it is not over for the carrier");
    }
  }

  private void requireClosedEndpoints(RandomCall call) {
    if (host.open(call.number()) != 0) {
      blame(call, "endpoints and taps that were not closed: " + host.open(call.number()));
    }
  }

  private void requireClosedSockets(RandomCall call) {
    Map<TimelineEvent.Kind, Long> sockets =
        call.caller().events().stream()
            .collect(Collectors.groupingBy(TimelineEvent::kind, Collectors.counting()));
    long open = sockets.getOrDefault(TimelineEvent.Kind.SOCKET_OPEN, 0L);
    long closed = sockets.getOrDefault(TimelineEvent.Kind.SOCKET_CLOSED, 0L);
    if (open > closed) {
      blame(call, "of " + open + " media sockets " + closed + " were closed");
    }
  }

  /** The record of the call and those of the legs that were dialled for it. */
  private void requireRecords(RandomCall call) {
    List<CallRecord> all = host.records(call.number());
    long its = all.stream().filter(record -> isOf(record, call)).count();
    if (its != 1) {
      blame(call, its + " records of it");
    }
    for (CallRecord record : all) {
      RecordRules.broken(record, call).forEach(rule -> blame(call, rule));
      if (host.told(record.call().id()) != 1) {
        blame(call, "told of its record " + host.told(record.call().id()) + " times: " + record);
      }
    }
    host.recordedTwice(call.number()).forEach(record -> blame(call, "recorded again: " + record));
  }

  private static boolean isOf(CallRecord record, RandomCall call) {
    return record.call().carrierId().equals(call.caller().carrierId());
  }

  /** All calls and legs that there ever were have a record, and none is live. */
  private void requireNoneLeft() {
    Map<String, Long> counters = router.counters();
    long there =
        counters.getOrDefault("calls.arrived", 0L) + counters.getOrDefault("calls.legs", 0L);
    if (there != host.records().size() || router.activeCalls() > 0) {
      faults.add(
          "of %d calls and legs %d have a record, and %d are live"
              .formatted(there, host.records().size(), router.activeCalls()));
    }
    if (carrier instanceof SimulatedTelnyx telnyx) {
      String live = ActiveCalls.of(telnyx);
      if (!live.contains("\"data\":[]")) {
        faults.add("live at the carrier: " + live);
      }
    }
  }

  private void blame(RandomCall call, String why) {
    faults.add(why + "\n  in " + call + "\n  happened: " + tally.in(call.number()));
  }

  /** A call in which nothing goes wrong, and which uses much; then until nothing is known of it. */
  void quietCall(int number) {
    SimulatedCaller caller =
        carrier.from("+1415556%04d".formatted(number)).to(Scenario.AGENT.number()).start();
    time.advance(Duration.ofSeconds(5));
    caller.press("1");
    time.advance(AFTERMATH);
    assertTrue(caller.isOver(), "a quiet call is over");
    time.advance(FORGOTTEN);
  }

  /**
   * What the router and its time hold, and what of the router the simulated carrier still holds;
   * that keeps logs of its own.
   */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes =
        ObjectGraph.sizes(List.of(TESTS, "io.callrouter.testkit."), router, time);
    ObjectGraph.sizes(List.of(TESTS, "io.callrouter.CallRouter"), carrier)
        .forEach(
            (what, size) -> {
              if (MEDIA.matcher(what).lookingAt()) {
                sizes.put("carrier " + what, size);
              }
            });
    sizes.remove("entries Counters.counts"); // By what is counted; no call is named in them.
    return sizes;
  }

  /** What was seen to be wrong. */
  List<String> faults() {
    return faults;
  }

  @Override
  public void close() {
    router.close();
    time.close();
  }
}
