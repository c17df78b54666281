package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.FlowFunction;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowRunnerTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Counters counters = new Counters();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void endWhatStillLoops() {
    over.set(true);
    time.close();
  }

  private CompletableFuture<FlowStep> start(FlowState state, FlowFunction flow) {
    FlowRunner runner = new FlowRunner(Map.of("office", flow), time, LIMIT, counters);
    CallFacts facts =
        new CallFacts(
            "abcdefgh",
            "abcdefgh",
            "fake",
            "CA1",
            Direction.INBOUND,
            "",
            "+15550100",
            Instant.EPOCH,
            Map.of());
    CallValue call = CallValue.arrived(facts, "office", state);
    CompletableFuture<FlowStep> step = new CompletableFuture<>();
    time.executor("test").execute(() -> step.complete(runner.run(call, (name, made) -> made)));
    time.runReady();
    return step;
  }

  private static String reason(CompletableFuture<FlowStep> step) {
    return assertInstanceOf(FlowStep.Failed.class, step.getNow(null)).reason();
  }

  private void waitFor(Duration length) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), length);
    } catch (InterruptedException e) {
      interrupts.incrementAndGet();
    } catch (java.util.concurrent.TimeoutException e) {
      // As long as it was to be.
    }
  }

  @Test
  void runsTheFlowOfThatName() {
    Action hello = Action.say("hello");

    assertEquals(
        new FlowStep.Next(hello),
        start(FlowState.ofFlow("office"), flow -> flow.run(hello)).getNow(null));
  }

  @Test
  void aSingleActionIsAFlowOfOneStep() {
    Action hello = Action.say("hello");

    assertEquals(
        new FlowStep.Next(hello), start(FlowState.ofAction(hello), flow -> {}).getNow(null));
  }

  @Test
  void aFlowThatIsNotRegisteredAnyMoreIsNamed() {
    assertEquals(
        "there is no flow named old; keep a flow registered until its calls are over",
        reason(start(FlowState.ofFlow("old"), flow -> {})));
  }

  @Test
  void aFlowThatIsSlowWithinItsLimitIsWaitedFor() {
    CompletableFuture<FlowStep> step =
        start(FlowState.ofFlow("office"), flow -> waitFor(Duration.ofMillis(4999)));

    time.advance(LIMIT);

    assertEquals(new FlowStep.Finished(), step.getNow(null));
  }

  @Test
  void aFlowThatNeverReturnsIsGivenUpAndInterruptedAndItsLateResultDiscarded() {
    CompletableFuture<FlowStep> step =
        start(
            FlowState.ofFlow("office"),
            flow -> {
              waitFor(Duration.ofDays(1));
              flow.run(Action.say("late"));
            });

    time.advance(LIMIT.minusMillis(1));
    assertNull(step.getNow(null));
    time.advance(Duration.ofMillis(1));

    assertEquals(
        "flow office did not come to its next action within 5000 ms; longer work belongs into an"
            + " endpoint or before the call",
        reason(step));
    assertEquals(1, interrupts.get());
    assertEquals(1L, counters.snapshot().get("flows.discarded"));
  }

  @Test
  void aFlowThatSwallowsEverythingInALoopFailsAtOnceAndSleeps() {
    AtomicInteger rounds = new AtomicInteger();
    CompletableFuture<FlowStep> step =
        start(
            FlowState.ofFlow("office"),
            flow -> {
              while (!over.get()) {
                try {
                  rounds.incrementAndGet();
                  flow.run(Action.say("again"));
                } catch (Throwable e) {
                  // That is the mistake.
                }
              }
            });

    assertTrue(reason(step).contains("went on after the signal that stops it at say"));
    time.advance(Duration.ofHours(1));
    assertTrue(rounds.get() <= 4, () -> "it ran " + rounds + " times");
  }
}
