package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Reason;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever way the carrier's events come, a call is what it was and ends once. */
interface EventContract extends Contract {
  /** As long as a webhook waits for those that are to come before it. */
  Duration HELD = Duration.ofMillis(1500);

  /** Longer than any watchdog of the bench sleeps. */
  Duration LONG = Bench.LONGEST_CALL.plusMinutes(1);

  @Test
  default void theRecordIsTheSameInAnyOrderOfEvents() {
    for (Story story : Story.values()) {
      Story.Told inOrder = story.tell(this, UnaryOperator.identity());
      for (List<Integer> order : Permutations.of(inOrder.events())) {
        assertSame(story, inOrder, List.of(new Misbehaviour.ReorderedWebhooks(order, HELD)));
      }
    }
  }

  @Test
  default void theRecordIsTheSameWhenEventsComeTwice() {
    for (Story story : Story.values()) {
      Story.Told once = story.tell(this, UnaryOperator.identity());
      for (int number = 1; number <= once.webhooks().size(); number++) {
        assertSame(
            story,
            once,
            List.of(
                new Misbehaviour.RepeatedWebhook(number, Duration.ZERO),
                new Misbehaviour.RepeatedWebhook(number, Duration.ofMillis(700)),
                new Misbehaviour.RepeatedWebhook(number, Duration.ofSeconds(7))));
      }
    }
  }

  @Test
  default void theRecordIsTheSameWhenEventsComeLateAndTwiceByChance() {
    for (Story story : Story.values()) {
      Story.Told calm = story.tell(this, UnaryOperator.identity());
      for (long seed = 0; seed < 8; seed++) {
        assertSame(story, calm, List.of(new Misbehaviour.DisturbedWebhooks(seed)));
      }
    }
  }

  @Test
  default void forgedAndGarbledWebhooksAmongTheOthersChangeNothing() {
    for (Story story : Story.values()) {
      Story.Told calm = story.tell(this, UnaryOperator.identity());
      for (int number = 1; number <= calm.webhooks().size(); number++) {
        assertSame(
            story,
            calm,
            List.of(
                new Misbehaviour.ForgedWebhook(number), new Misbehaviour.GarbledWebhook(number)));
      }
    }
  }

  @Test
  default void unknownFieldsAndEventsArePassedOver() {
    for (Story story : Story.values()) {
      Story.Told calm = story.tell(this, UnaryOperator.identity());
      for (int number = 1; number <= calm.webhooks().size(); number++) {
        assertSame(story, calm, List.of(new Misbehaviour.UnknownInWebhook(number)));
      }
      assertSame(story, calm, List.of(new Misbehaviour.UnknownOnSocket()));
    }
  }

  @Test
  default void aCallOfWhichAWebhookIsLostEndsOnceAllTheSame() {
    for (Story story : Story.values()) {
      int webhooks = story.tell(this, UnaryOperator.identity()).webhooks().size();
      for (int number = 2; number <= webhooks; number++) {
        Misbehaviour lost = new Misbehaviour.LostWebhook(number);
        try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
          story.play(bench, setup -> misbehaving(setup, List.of(lost)));
          bench.pass(LONG);
          assertEndedOnce(bench, story + " with " + lost);
        }
      }
    }
  }

  @Test
  default void aCallWhoseMediaGoWrongEndsOnce() {
    needs(CarrierFeature.LIVE_AUDIO);
    for (Misbehaviour how :
        List.of(
            new Misbehaviour.SocketNeverOpens(),
            new Misbehaviour.SilentSocket(),
            new Misbehaviour.CutInMidMessage(Duration.ofSeconds(1)),
            new Misbehaviour.StopWithoutClose(),
            new Misbehaviour.CloseWithoutStop())) {
      try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
        Story.CALLER_HANGS_UP.play(bench, setup -> misbehaving(setup, List.of(how)));
        bench.pass(LONG);
        assertEndedOnce(bench, how.toString());
      }
    }
  }

  @Test
  default void aCallThatIsHungUpInAnySecondEndsOnce() {
    for (int ms : List.of(0, 20, 999)) {
      try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
        SimulatedCaller caller = bench.caller().start().silentFor(Duration.ofMillis(ms));
        caller.hangUp().untilIdle();
        bench.pass(LONG);
        assertTrue(bench.records().size() <= 1, () -> "records: " + bench.records());
        bench.assertNothingIsHeld();
      }
    }
  }

  @Test
  default void aCallerWhoGivesUpAtOnceIsCountedOnceAtMost() {
    try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
      bench.caller().start().hangUp().untilIdle();
      bench.pass(LONG);
      assertTrue(bench.records().size() <= 1, () -> "records: " + bench.records());
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aCallThatTheHostEndsIsEndedByTheHost() {
    try (Bench bench = Bench.doing(this, Agent::new, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertTrue(caller.isOver(), "the carrier ended the call");
      assertEquals(EndedBy.HOST, bench.record().endedBy());
      assertEquals(List.of(), caller.alerts());
      assertEndedOnce(bench, "hang-up at once");
    }
  }

  @Test
  default void aRejectedCallIsNeverAnswered() {
    needs(CarrierFeature.REJECT);
    for (Reason reason : Reason.values()) {
      try (Bench bench = Bench.doing(this, Agent::new, Action.reject(reason))) {
        SimulatedCaller caller = bench.caller().start().untilIdle();
        assertTrue(caller.isOver(), "the carrier ended the call");
        assertEquals(EndCause.REJECTED, bench.record().cause());
        assertEquals(Duration.ZERO, bench.record().duration());
        assertNull(bench.record().answeredAt(), "answered");
        assertEndedOnce(bench, "rejected");
      }
    }
  }

  private void assertSame(Story story, Story.Told calm, List<Misbehaviour> faults) {
    Story.Told told = story.tell(this, setup -> misbehaving(setup, faults));
    assertEquals(calm.comparable(), told.comparable(), () -> story + " with " + faults);
  }

  private static void assertEndedOnce(Bench bench, String how) {
    assertEquals(1, bench.records().size(), () -> how + ": records " + bench.records());
    assertEquals(
        1,
        bench.events().stream().filter(it -> it.kind() == CallEvent.Kind.RECORD).count(),
        () -> how + ": listeners told of a record");
    bench.assertNothingIsHeld();
  }
}
