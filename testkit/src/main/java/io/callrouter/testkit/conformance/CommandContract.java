package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.Capability;
import io.callrouter.call.Dial;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.testkit.SimulatedCaller;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a call can do it does, and what it cannot is refused at once. */
interface CommandContract extends Contract {
  @Test
  default void aCommandOnAnEndedCallIsRefusedWithoutTraffic() {
    try (Bench bench = Bench.doing(this, Agent::new, Action.hangup())) {
      Call call = bench.caller().start().untilIdle().call();
      int traffic = bench.traffic();
      call.hangup();
      assertThrows(CallEndedException.class, () -> call.run(Action.hangup()));
      assertThrows(CallEndedException.class, () -> call.follow("conformance"));
      assertEquals(Set.of(), call.capabilities());
      bench.pass(Duration.ofMinutes(1));
      assertEquals(traffic, bench.traffic(), "requests to or from the carrier");
      bench.record();
    }
  }

  @Test
  default void aCallCanDoWhatItsProviderCanAtMost() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      Set<Capability> atBest =
          ((ProviderContract) this)
              .provider(bench.carrier(), bench.time(), new Traffic(null))
              .capabilities();
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertTrue(
          atBest.containsAll(caller.call().capabilities()),
          () -> caller.call().capabilities() + " of " + atBest);
      assertEquals(
          has(CarrierFeature.LIVE_AUDIO), atBest.contains(Capability.LIVE_AUDIO), "live audio");
      caller.hangUp().untilIdle();
    }
  }

  @Test
  default void whatACallCannotDoNowIsRefusedWithoutTraffic() {
    try (Bench bench = Bench.doing(this, Agent::new, connectOrHangUp())) {
      SimulatedCaller caller = bench.caller().start().silentFor(Duration.ZERO);
      Call call = caller.call();
      int traffic = bench.traffic();
      if (!call.capabilities().contains(Capability.REDIRECT)) {
        assertThrows(
            UnsupportedCapabilityException.class, () -> call.follow("conformance", Map.of()));
      }
      if (!call.capabilities().contains(Capability.DIAL)) {
        assertThrows(
            UnsupportedCapabilityException.class,
            () -> bench.router().dial(Dial.to(Bench.FAR_END)));
      }
      assertEquals(traffic, bench.traffic(), "requests to or from the carrier");
      caller.hangUp().untilIdle();
    }
  }

  @Test
  default void anActionThatTheProviderDoesNotHaveFailsAtOnceAndTheFlowGoesOn() {
    Map<CarrierFeature, Action> lacked = new TreeMap<>();
    actions()
        .forEach(
            (feature, action) -> {
              if (!has(feature)) {
                lacked.put(feature, action);
              }
            });
    assertFails(Action.custom("nobody:knows", Map.of()));
    lacked.values().forEach(this::assertFails);
  }

  @Test
  default void aLiveCallIsHungUpByCommand() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      Call call = caller.call();
      assertTrue(call.capabilities().contains(Capability.HANGUP), "a connected call can hang up");
      call.hangup();
      caller.untilIdle();
      assertTrue(caller.isOver(), "the carrier ended the call");
      assertEquals(EndedBy.HOST, bench.record().endedBy());
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aLiveCallIsGivenAnotherFlowByCommand() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      caller.call().follow("conformance");
      caller.untilIdle();
      assertEquals(2, bench.agents().size(), "endpoints made");
      assertEquals(1, bench.agents().get(0).closings(), "closings of the first one");
      assertTrue(bench.agents().get(1).isConnected(), "the second one has the call");
      caller.hangUp().untilIdle();
      bench.record();
      bench.assertNothingIsHeld();
    }
  }

  private Action connectOrHangUp() {
    return has(CarrierFeature.PAUSE) ? Action.pause(Duration.ofSeconds(30)) : Bench.connect();
  }

  private void assertFails(Action action) {
    try (Bench bench = Bench.doing(this, Agent::new, action, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertTrue(caller.isOver(), () -> "the flow went on after " + action.kind());
      assertEquals(
          Outcome.Kind.FAILED,
          bench.outcomes().isEmpty() ? null : bench.outcomes().get(0).kind(),
          () -> "the outcome of " + action.kind());
      bench.record();
      bench.assertNothingIsHeld();
    }
  }

  private static Map<CarrierFeature, Action> actions() {
    return Map.of(
        CarrierFeature.SAY, Action.say("Hello."),
        CarrierFeature.PLAY, Action.play(URI.create("https://media.example.test/hello.wav")),
        CarrierFeature.PAUSE, Action.pause(Duration.ofSeconds(1)),
        CarrierFeature.GATHER, Action.gather(),
        CarrierFeature.RECORD, Action.record(Duration.ofSeconds(9)),
        CarrierFeature.DIAL, Action.dial(Target.phone(Bench.FAR_END)),
        CarrierFeature.CONFERENCE, Action.conference("conformance"),
        CarrierFeature.REJECT, Action.reject(Reason.BUSY),
        CarrierFeature.LIVE_AUDIO, Bench.connect());
  }
}
