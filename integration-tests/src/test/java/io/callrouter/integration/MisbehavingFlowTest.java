package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flow that does what a flow must not: its call is ended in order, and the record says why. */
class MisbehavingFlowTest {
  private static final Action MENU = Action.gather("Press one.").digits(1);

  @Test
  void aFlowThatTakesAnotherWayWhenRunAgainIsRecognised() {
    AtomicInteger runs = new AtomicInteger();
    CallRecord record =
        recordOf(
            flow -> {
              if (runs.getAndIncrement() == 0) {
                flow.run(MENU);
              } else {
                flow.run(Action.say("Something else."));
              }
            });
    assertFailed(record, "step 0", "took another way", "say", "gather");
  }

  @Test
  void otherArgumentsOfTheSameActionAreAnotherWayToo() {
    AtomicInteger runs = new AtomicInteger();
    CallRecord record =
        recordOf(flow -> flow.run(Action.gather("Run " + runs.getAndIncrement()).digits(1)));
    assertFailed(record, "step 0", "took another way", "other arguments");
  }

  @Test
  void anotherWayIsRecognisedThoughTheFlowCatchesEveryException() {
    AtomicInteger runs = new AtomicInteger();
    CallRecord record =
        recordOf(
            flow -> {
              try {
                flow.run(runs.getAndIncrement() == 0 ? MENU : Action.say("Else."));
              } catch (RuntimeException e) {
                // On purpose.
              }
            });
    assertFailed(record, "took another way");
  }

  @Test
  void aFlowThatEndsEarlierThanBeforeTookAnotherWay() {
    AtomicInteger runs = new AtomicInteger();
    CallRecord record =
        recordOf(
            flow -> {
              if (runs.getAndIncrement() == 0) {
                flow.run(MENU);
              }
            });
    assertFailed(record, "took another way", "its end");
  }

  @Test
  void aFlowThatThrowsIsNamedWithWhatItThrew() {
    CallRecord record =
        recordOf(
            flow -> {
              flow.run(MENU);
              throw new IllegalStateException("no such customer");
            });
    assertFailed(record, "step 1", "no such customer");
  }

  @Test
  void aFlowThatSwallowsTheSignalIsNoticed() {
    CallRecord record =
        recordOf(
            flow -> {
              try {
                flow.run(MENU);
              } catch (Throwable e) {
                // On purpose.
              }
            });
    assertFailed(record, "step 0", "caught the signal", "gather");
  }

  @Test
  void aFlowThatSwallowsTheSignalAndGoesOnIsNoticed() {
    CallRecord record =
        recordOf(
            flow -> {
              try {
                flow.run(MENU);
              } catch (Throwable e) {
                flow.run(Action.say("Never heard."));
              }
            });
    assertFailed(record, "went on after the signal", "gather");
  }

  @Test
  void catchingExceptionDoesNotSwallowTheSignal() {
    CallRecord record =
        recordOf(
            flow -> {
              try {
                flow.run(MENU);
              } catch (RuntimeException e) {
                throw new AssertionError("the signal is no exception", e);
              }
            });
    assertEquals(EndCause.COMPLETED, record.cause());
    assertEquals(List.of(), record.notes());
  }

  @Test
  void aFlowThatFailsBeforeTheAnswerIsRefusedAsBusyByDefault() {
    try (VirtualOffice office = office(flow -> fail())) {
      TwilioCaller caller = office.call().untilIdle();
      assertEquals(List.of("Reject"), caller.verbs());
      assertEquals("busy", caller.status());
      assertEquals(EndCause.FLOW_FAILED, office.record().cause());
      assertEquals(EndedBy.ROUTER, office.record().endedBy());
    }
  }

  @Test
  void aFlowThatFailsAfterTheAnswerGetsOtherwiseIfThatCanBeDone() {
    try (VirtualOffice office =
        VirtualOffice.of(
            builder ->
                builder
                    .route(
                        "broken",
                        Match.any(),
                        flow -> {
                          flow.run(MENU);
                          fail();
                        })
                    .otherwise(Action.say("Please call later.")))) {
      TwilioCaller caller = office.call().press("1").untilIdle();
      assertEquals(List.of("Gather", "Say"), caller.verbs());
      assertEquals(List.of("Please call later."), caller.heardSpeech());
      assertEquals(EndCause.FLOW_FAILED, office.record().cause());
      assertEquals(List.of(), caller.alerts());
    }
  }

  @Test
  void aFlowThatWaitsTooLongIsGivenUp() {
    ManualWait slow = new ManualWait();
    try (VirtualOffice office =
        office(
            flow -> {
              flow.run(MENU);
              slow.tenSeconds();
            })) {
      slow.time = office.time;
      TwilioCaller caller = office.call().press("1").untilIdle();
      assertFailed(office.record(), "flow odd", "5000 ms");
      assertEquals(List.of("Gather"), caller.verbs());
      assertEquals(1, slow.interrupted);
    }
  }

  @Test
  void moreThan50StepsEndTheCallWithItsOwnCause() {
    try (VirtualOffice office =
        office(
            flow -> {
              while (true) {
                flow.run(Action.pause(Duration.ofSeconds(1)));
              }
            })) {
      TwilioCaller caller = office.call().untilIdle();
      assertEquals(50, caller.verbs().size());
      assertEquals(EndCause.TOO_MANY_STEPS, office.record().cause());
      assertEquals(EndedBy.ROUTER, office.record().endedBy());
    }
  }

  /** In real time: a thread that never gives way stops virtual time. */
  @Test
  @Timeout(30)
  void aFlowThatNeverReturnsCostsItsCallAndNothingElse() throws Exception {
    CountDownLatch atLast = new CountDownLatch(1);
    Timekeeper time = Timekeeper.system();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (CallRouter router =
        CallRouter.builder()
            .timekeeper(time)
            .discoverProviders(Settings.of(twilio.settings()))
            .limits(Limits.defaults().with(TimeLimit.FLOW_RUN, Duration.ofMillis(300)))
            .route("endless", Match.to("+14155550101"), flow -> forEver(atLast))
            .route("short", Match.any(), Action.say("Hi."))
            .build()) {
      twilio.attach(router);
      TwilioCaller stuck = twilio.from("+14155550177").to("+14155550101").start();
      TwilioCaller other = twilio.from("+14155550178").to("+14155550100").start();
      stuck.untilIdle();
      other.untilIdle();
      assertFailed(stuck.record(), "300 ms");
      assertEquals(List.of("Reject"), stuck.verbs());
      assertEquals(EndCause.COMPLETED, other.record().cause());
    } finally {
      atLast.countDown();
      time.close();
    }
  }

  private static void forEver(CountDownLatch atLast) {
    while (atLast.getCount() > 0) {
      try {
        atLast.await();
      } catch (InterruptedException e) {
        // Deaf to interruption, as a loop without a wait would be.
      }
    }
  }

  private static void fail() {
    throw new IllegalStateException("broken");
  }

  private static CallRecord recordOf(FlowFunction flow) {
    try (VirtualOffice office = office(flow)) {
      TwilioCaller caller = office.call().press("1").untilIdle();
      assertTrue(caller.isOver());
      assertEquals(List.of(), caller.alerts());
      return office.record();
    }
  }

  private static VirtualOffice office(FlowFunction flow) {
    return VirtualOffice.of(builder -> builder.route("odd", Match.any(), flow));
  }

  private static void assertFailed(CallRecord record, String... words) {
    assertEquals(EndCause.FLOW_FAILED, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
    assertEquals(1, record.notes().size(), record::toString);
    for (String word : words) {
      assertTrue(record.notes().get(0).contains(word), word + " in " + record.notes());
    }
  }

  /** Waits in virtual time. */
  private static final class ManualWait {
    Timekeeper time;
    int interrupted;

    void tenSeconds() throws Exception {
      try {
        time.await(new CompletableFuture<>(), Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        interrupted++;
        throw e;
      }
    }
  }
}
