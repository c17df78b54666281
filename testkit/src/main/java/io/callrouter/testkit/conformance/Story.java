package io.callrouter.testkit.conformance;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.SimulatedCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** A call that comes to its end in one way, to be told again with something gone wrong. */
enum Story {
  /** The caller hangs up while he is connected. */
  CALLER_HANGS_UP(false),
  /** The agent is done with the call, and the flow is at its end. */
  AGENT_FINISHES(true);

  private static final Duration TALK = Duration.ofSeconds(4);

  private final boolean agentFinishes;

  Story(boolean agentFinishes) {
    this.agentFinishes = agentFinishes;
  }

  /**
   * What is left of a call that was told.
   *
   * @param webhooks what the carrier sent, in the order in which it meant to
   * @param told whether the carrier is told what to do
   */
  record Told(CallRecord record, List<Delivery> webhooks, boolean told) {
    /**
     * All of the record but the ids, which are random. A carrier that is told waits for the router,
     * which waits for the events: so the call itself lasts longer when one comes late.
     */
    List<Object> comparable() {
      return Arrays.asList(
          record.cause(),
          record.endedBy(),
          record.answeredAt(),
          told ? "" : record.endedAt(),
          told ? "" : record.duration(),
          record.carrierCode(),
          record.sipStatus(),
          record.recordings(),
          record.notes());
    }

    /** The numbers of those that nobody waits for, the arrival apart. */
    List<Integer> events() {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < webhooks.size(); i++) {
        if (webhooks.get(i).kind() == Delivery.Kind.EVENT) {
          numbers.add(i + 1);
        }
      }
      return numbers;
    }
  }

  Told tell(Contract contract, UnaryOperator<CallSetup> fault) {
    try (Bench bench = Bench.doing(contract, Agent::new, Bench.connect(), Action.hangup())) {
      SimulatedCaller caller = play(bench, fault);
      bench.assertNothingIsHeld();
      return new Told(bench.record(), webhooks(caller), bench.takesCommands());
    }
  }

  /** Tells it to its end, whatever has gone wrong. */
  SimulatedCaller play(Bench bench, UnaryOperator<CallSetup> fault) {
    SimulatedCaller caller = fault.apply(bench.caller()).start();
    caller.silentFor(TALK);
    if (agentFinishes) {
      bench.agents().stream()
          .filter(Agent::isConnected)
          .forEach(agent -> agent.context().finish("done"));
      caller.silentFor(TALK);
    }
    caller.hangUp().silentFor(TALK.multipliedBy(5));
    return caller;
  }

  private static List<Delivery> webhooks(SimulatedCaller caller) {
    return caller.exchanges().stream()
        .map(Exchange::delivery)
        .filter(delivery -> !delivery.repeated())
        .sorted(Comparator.comparing(Delivery::number))
        .toList();
  }
}
