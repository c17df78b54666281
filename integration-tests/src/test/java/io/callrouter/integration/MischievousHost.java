package io.callrouter.integration;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioTap;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A host whose code does its calls some mischief, and which keeps what it is told. */
final class MischievousHost {
  /** After which the router ends a call, whatever it does. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(20);

  private static final Duration STALL = Duration.ofSeconds(30);
  private static final String OTHER_FLOW = "other";

  private final Timekeeper time;
  private final EventLog log;
  private final Tally tally;
  private final Map<Integer, RandomCall> calls = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final Map<String, CallRecord> records = new TreeMap<>();
  private final List<CallRecord> twice = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, Integer> told = new TreeMap<>();
  private final Map<Integer, AtomicInteger> open = new ConcurrentHashMap<>();

  MischievousHost(Timekeeper time, EventLog log, Tally tally) {
    this.time = time;
    this.log = log;
    this.tally = tally;
  }

  /** What the host does to a call is what that one says. */
  void expect(RandomCall call) {
    calls.put(call.number(), call);
  }

  CallRouter router(SimulatedCarrier carrier) {
    return carrier
        .prepare(CallRouter.builder())
        .limits(Limits.defaults().with(TimeLimit.CALL, LONGEST_CALL))
        .endpoint("agent", context -> endpoint(context.call()))
        .endpoint("player", context -> Endpoints.player(Tones.clip(2000)))
        .tap("ear", context -> tap(context.call()))
        .recordSink("test", this::take)
        .listener(this::onEvent)
        .flow(OTHER_FLOW, flow -> flow.run(Action.say("Something else.")))
        .route("menu", Match.to(Scenario.MENU.number()), mischievous(MischievousHost::menu))
        .route("agent", Match.to(Scenario.AGENT.number()), mischievous(MischievousHost::agent))
        .route("sales", Match.to(Scenario.SALES.number()), mischievous(MischievousHost::sales))
        .route(
            "message", Match.to(Scenario.MESSAGE.number()), mischievous(MischievousHost::message))
        .route("all", Match.any(), mischievous(MischievousHost::all))
        .build();
  }

  private static void menu(Flow flow) {
    flow.run(Action.gather("Three keys, please.").digits(3));
    flow.run(Action.say("Thank you."));
  }

  private static void agent(Flow flow) {
    flow.run(Action.connect("player"));
    flow.run(Action.connect("agent").tap("ear"));
    flow.run(Action.say("Goodbye."));
  }

  private static void sales(Flow flow) {
    if (!flow.run(dial(flow)).is(Outcome.Kind.DONE)) {
      flow.run(Action.record(Duration.ofSeconds(5)));
    }
  }

  private static void message(Flow flow) {
    flow.run(Action.record(Duration.ofSeconds(20)));
  }

  private static void all(Flow flow) {
    flow.run(Action.play(URI.create("https://files.example.test/bell.wav")));
    flow.run(Action.pause(Duration.ofSeconds(1)));
    flow.run(Action.connect("agent").tap("ear"));
    flow.run(dial(flow));
    flow.run(Action.say("Please leave a message."));
    flow.run(Action.record(Duration.ofSeconds(10)));
  }

  private static Action dial(Flow flow) {
    return Action.dial(Target.phone(RandomCall.farEnd(flow.call().from())));
  }

  private FlowFunction mischievous(FlowFunction sound) {
    return flow -> {
      CallFacts call = flow.call();
      if (does(call, Mischief.FLOW_THROWS_AT_ONCE)) {
        throw new IllegalStateException("no such customer");
      }
      if (does(call, Mischief.FLOW_STALLS)) {
        stall();
      }
      if (does(call, Mischief.FLOW_STRAYS)) {
        AtomicInteger run = runs.computeIfAbsent(numberOf(call), unused -> new AtomicInteger());
        flow.run(Action.say("This is run " + run.incrementAndGet()));
      }
      if (does(call, Mischief.FLOW_SWALLOWS_THE_SIGNAL)) {
        swallow(flow);
      }
      if (does(call, Mischief.LOOK_UP_THROWS)) {
        flow.once("customer", () -> fail("no customers today"));
      }
      while (does(call, Mischief.FLOW_NEVER_ENDS)) {
        flow.run(Action.say("a"));
      }
      if (has(call, Mischief.FLOW_THROWS_LATER)) {
        flow.run(Action.say("One moment."));
        does(call, Mischief.FLOW_THROWS_LATER);
        fail("the moment is over");
      }
      sound.run(flow);
    };
  }

  private static void swallow(Flow flow) {
    try {
      flow.run(Action.say("Hello."));
    } catch (Throwable e) {
      return; // Which is the mischief.
    }
  }

  private AudioEndpoint endpoint(Call call) throws InterruptedException {
    if (does(call.facts(), Mischief.FACTORY_THROWS)) {
      fail("no agent is free");
    }
    if (does(call.facts(), Mischief.FACTORY_STALLS)) {
      stall();
    }
    return new MischievousEndpoint(this, call);
  }

  private AudioTap tap(Call call) {
    return new MischievousTap(this, call);
  }

  /** The commands that the host gives to a call at that moment. */
  void command(CallRouter router, String provider, RandomCall random) {
    router
        .call(provider, random.caller().carrierId())
        .ifPresent(call -> Mischief.COMMANDS.forEach(command -> command(call, command)));
  }

  private void command(Call call, Mischief how) {
    if (!does(call.facts(), how)) {
      return;
    }
    try {
      switch (how) {
        case HANGS_UP -> call.hangup();
        case RUNS_AN_ACTION -> call.run(Action.say("One thing more."));
        default -> call.follow(OTHER_FLOW);
      }
    } catch (CallRouterException e) {
      log.add(numberOf(call.facts()), how + " refused: " + e.getClass().getSimpleName());
    }
  }

  private void onEvent(Call call, CallEvent event) {
    int number = numberOf(call.facts());
    log.add(
        number,
        "router "
            + call.id()
            + " "
            + event.kind()
            + (event.late() ? " late " : " ")
            + new TreeMap<>(event.details()));
    if (event.kind() == CallEvent.Kind.RECORD) {
      synchronized (records) {
        told.merge(call.id(), 1, Integer::sum);
      }
      log.add(number, "timeline " + call.timeline().text());
    } else if (does(call.facts(), Mischief.LISTENER_THROWS)) {
      fail("listener");
    } else if (event.kind() == CallEvent.Kind.ARRIVED
        && does(call.facts(), Mischief.LISTENER_STALLS)) {
      stallDeaf();
    }
  }

  private void take(CallRecord record) {
    CallFacts call = record.call();
    synchronized (records) {
      if (has(call, Mischief.SINK_REFUSES) && refused.add(call.id())) {
        does(call, Mischief.SINK_REFUSES);
        fail("the sink is full");
      }
      if (records.putIfAbsent(call.id(), record) != null) {
        twice.add(record);
      }
    }
    log.add(numberOf(call), "record " + record);
  }

  boolean has(CallFacts facts, Mischief how) {
    RandomCall call = calls.get(numberOf(facts));
    return call != null && call.has(how);
  }

  /** Whether the host is to do that to a call now; it is counted as done. */
  boolean does(CallFacts facts, Mischief how) {
    boolean has = has(facts, how);
    if (has) {
      tally.count(how.title(), numberOf(facts));
    }
    return has;
  }

  /** An endpoint or a tap of a call was made. */
  void opened(CallFacts call) {
    open.computeIfAbsent(numberOf(call), unused -> new AtomicInteger()).incrementAndGet();
  }

  /** An endpoint or a tap of a call was closed. */
  void closed(CallFacts call) {
    open.computeIfAbsent(numberOf(call), unused -> new AtomicInteger()).decrementAndGet();
  }

  /** How many endpoints and taps of a call are open; fewer than none if one was closed again. */
  int open(int number) {
    AtomicInteger count = open.get(number);
    return count == null ? 0 : count.get();
  }

  static int numberOf(CallFacts facts) {
    return RandomCall.numberOf(facts.from(), facts.to());
  }

  static String fail(String why) {
    throw new IllegalStateException(why);
  }

  void stall() throws InterruptedException {
    try {
      time.await(new CompletableFuture<>(), STALL);
    } catch (TimeoutException e) {
      return;
    }
  }

  private void stallDeaf() {
    try {
      stall();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing more is expected of the calls until now. */
  void forgetCalls() {
    calls.clear();
    runs.clear();
    open.clear();
  }

  /** The records of a call and its legs. */
  List<CallRecord> records(int number) {
    return records().values().stream().filter(record -> numberOf(record.call()) == number).toList();
  }

  /** All that were given, by the ids of their calls. */
  Map<String, CallRecord> records() {
    synchronized (records) {
      return new TreeMap<>(records);
    }
  }

  /** The records of a call and its legs that were given although they had been taken before. */
  List<CallRecord> recordedTwice(int number) {
    synchronized (records) {
      return twice.stream().filter(record -> numberOf(record.call()) == number).toList();
    }
  }

  /** How often it was told that a call's record is closed. */
  int told(String call) {
    synchronized (records) {
      return told.getOrDefault(call, 0);
    }
  }
}
