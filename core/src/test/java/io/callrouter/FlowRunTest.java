package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Outcome;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FlowRunTest {
  private static final Action HELLO = Action.say("hello");
  private static final Action KEY = Action.gather("key?").digits(1);
  private static final CallFacts CALL =
      new CallFacts(
          "abcdefgh",
          "abcdefgh",
          "fake",
          "CA1",
          Direction.INBOUND,
          "+15550177",
          "+15550100",
          Instant.EPOCH,
          Map.of());

  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<String> log = new ArrayList<>();
  private FlowState state = FlowState.ofFlow("office");

  private FlowStep run(FlowFunction flow) {
    FlowRun run = new FlowRun(CALL, state, time, this::remember);
    run.run(flow);
    return Objects.requireNonNull(run.result().getNow(null));
  }

  private String remember(String name, String result) {
    log.add("stored " + name);
    state = state.remembering(name, result);
    return state.once().getOrDefault(name, "");
  }

  private void done(Action action, Outcome outcome) {
    state = state.deciding(action).at(Whereabouts.TAKEN).cameOut(action, outcome);
  }

  private static String reason(FlowStep step) {
    return assertInstanceOf(FlowStep.Failed.class, step).reason();
  }

  @Test
  void stopsAtTheFirstUndoneAction() {
    FlowStep step =
        run(
            flow -> {
              flow.run(HELLO);
              log.add("not to be reached");
            });

    assertEquals(new FlowStep.Next(HELLO), step);
    assertEquals(List.of(), log);
  }

  @Test
  void givesRecordedOutcomesAndGoesOnFromThere() {
    done(HELLO, Outcome.done());
    done(KEY, Outcome.digits("7"));

    FlowStep step =
        run(
            flow -> {
              log.add("step " + flow.step());
              flow.run(HELLO);
              log.add(flow.run(KEY).digits());
              log.add("step " + flow.step());
              flow.run(Action.say("bye"));
            });

    assertEquals(new FlowStep.Next(Action.say("bye")), step);
    assertEquals(List.of("step 0", "7", "step 2"), log);
  }

  @Test
  void isFinishedWhereTheFunctionEnds() {
    done(HELLO, Outcome.done());

    assertEquals(new FlowStep.Finished(), run(flow -> flow.run(HELLO)));
  }

  @Test
  void seesTheCallAndTheAttributes() {
    state = state.following("voicemail", Map.of("language", "en"));

    run(
        flow -> {
          assertSame(CALL, flow.call());
          log.add(flow.attributes().toString());
        });

    assertEquals(List.of("{language=en}"), log);
  }

  @Test
  void namesTheStepWhereAnotherKindOfActionStands() {
    done(HELLO, Outcome.done());
    done(KEY, Outcome.digits("1"));

    String reason =
        reason(
            run(
                flow -> {
                  flow.run(HELLO);
                  flow.run(HELLO);
                }));

    assertEquals(
        "flow office at step 1 took another way than before: it came to say where it had come to"
            + " gather; put what may differ from run to run into once(...)",
        reason);
  }

  @Test
  void namesOtherArgumentsOfTheSameKind() {
    done(HELLO, Outcome.done());

    assertTrue(
        reason(run(flow -> flow.run(Action.say("hi")))).contains("say with other arguments"));
  }

  @Test
  void namesAnEndThatComesTooEarly() {
    done(HELLO, Outcome.done());

    assertTrue(reason(run(flow -> {})).contains("it came to its end where it had come to say"));
  }

  @Test
  void anotherWayIsNotForgottenWhenTheFlowCatchesItsException() {
    done(HELLO, Outcome.done());

    FlowStep step =
        run(
            flow -> {
              try {
                flow.run(KEY);
              } catch (IllegalStateException e) {
                log.add("caught");
              }
            });

    assertTrue(reason(step).contains("took another way"));
  }

  @Test
  void whatTheFlowThrowsIsTheReasonAndTheCause() {
    IOException thrown = new IOException("no database");
    FlowStep.Failed failed =
        assertInstanceOf(
            FlowStep.Failed.class,
            run(
                flow -> {
                  throw thrown;
                }));

    assertEquals("flow office at step 0 threw java.io.IOException: no database", failed.reason());
    assertSame(thrown, failed.cause());
  }

  @Test
  void anEndlessRecursionFailsTheFlowOnly() {
    FlowStep.Failed failed = assertInstanceOf(FlowStep.Failed.class, run(FlowRunTest::recurse));

    assertInstanceOf(StackOverflowError.class, failed.cause());
  }

  private static int recurse(Flow flow) {
    return flow.step() < 0 ? 0 : 1 + recurse(flow);
  }

  @Test
  void aCatchOfExceptionsLetsTheSignalPass() {
    FlowStep step =
        run(
            flow -> {
              try {
                flow.run(HELLO);
              } catch (Exception e) {
                log.add("caught");
              }
            });

    assertEquals(new FlowStep.Next(HELLO), step);
    assertEquals(List.of(), log);
  }

  @Test
  void aSignalThatWasSwallowedIsNamed() {
    String reason =
        reason(
            run(
                flow -> {
                  try {
                    flow.run(HELLO);
                  } catch (Throwable e) {
                    log.add("caught");
                  }
                }));

    assertEquals(
        "flow office at step 0 caught the signal that stops it at say; catch Exception, not"
            + " Throwable or Error",
        reason);
  }

  @Test
  void aSignalThatWasWrappedIsNamed() {
    FlowStep step =
        run(
            flow -> {
              try {
                flow.run(HELLO);
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
            });

    assertTrue(reason(step).contains("caught the signal"));
  }

  @Test
  void goingOnAfterTheSignalIsNamed() {
    FlowStep step =
        run(
            flow -> {
              try {
                flow.run(HELLO);
              } finally {
                flow.run(KEY);
              }
            });

    assertTrue(reason(step).contains("went on after the signal that stops it at say"));
  }

  @Test
  void aResultOfOnceIsStoredBeforeTheRunGoesOnAndRememberedAfter() {
    FlowFunction flow =
        one -> {
          String made = one.once("dice", () -> Integer.toString(4 + log.size()));
          log.add("got " + made);
          one.run(HELLO);
        };

    run(flow);
    run(flow);

    assertEquals(List.of("stored dice", "got 4", "got 4"), log);
  }

  @Test
  void aResultIsRememberedWithinTheRunThatMadeIt() {
    run(
        flow -> {
          flow.once("dice", () -> "4");
          log.add(flow.once("dice", () -> "5"));
        });

    assertEquals(List.of("stored dice", "4"), log);
  }

  @Test
  void whatAnotherRunStoredMeanwhileStands() {
    FlowRun run = new FlowRun(CALL, state, time, (name, result) -> "theirs");

    run.run(flow -> log.add(flow.once("dice", () -> "mine")));

    assertEquals(List.of("theirs"), log);
  }

  @Test
  void theResultsOfACallStandInItsNextFlow() {
    run(flow -> flow.once("customer", () -> "42"));
    state = state.following("voicemail", Map.of());

    run(flow -> log.add(flow.once("customer", () -> "another")));

    assertEquals(List.of("stored customer", "42"), log);
  }

  @Test
  void resultsMayTake8KiBInAll() {
    String name = "n".repeat(100);

    FlowStep fits = run(flow -> flow.once(name, () -> "x".repeat(8192 - 100)));
    FlowStep tooMuch = run(flow -> flow.once("n", () -> ""));

    assertEquals(new FlowStep.Finished(), fits);
    assertTrue(reason(tooMuch).contains("remembers more than 8192 bytes with once(n)"));
    assertFalse(state.once().containsKey("n"));
  }

  @Test
  void lettersBeyondAsciiCountAsTheBytesTheyTake() {
    assertTrue(reason(run(flow -> flow.once("a", () -> "ä".repeat(4096)))).contains("8192"));
  }

  @Test
  void aRunThatWasGivenUpDoesNothingMore() {
    FlowRun run = new FlowRun(CALL, state, time, this::remember);

    boolean counted =
        run.run(
            flow -> {
              assertNotNull(run.giveUp("is late"));
              log.add(Thread.interrupted() ? "interrupted" : "left alone");
              flow.once("dice", () -> "4");
            });

    assertFalse(counted);
    assertEquals("flow office is late", reason(Objects.requireNonNull(run.result().getNow(null))));
    assertEquals(List.of("interrupted"), log);
  }

  @Test
  void aRunThatWasGivenUpBeforeItBeganIsNotBegun() {
    FlowRun run = new FlowRun(CALL, state, time, this::remember);
    run.giveUp("is late");

    assertFalse(run.run(flow -> log.add("run")));

    assertEquals(List.of(), log);
  }

  @Test
  void givingUpWhatHasJustEndedChangesNothing() {
    FlowRun run = new FlowRun(CALL, state, time, this::remember);
    run.run(flow -> flow.run(HELLO));

    assertEquals(new FlowStep.Next(HELLO), run.giveUp("is late"));
    assertFalse(Thread.interrupted());
  }

  @Test
  void workThatGivesNullSaysWhatToGiveInstead() {
    assertEquals(
        "flow office at step 0 got null from the work of once(dice); return \"\" where there is"
            + " nothing",
        reason(run(flow -> flow.once("dice", () -> Map.<String, String>of().get("none")))));
  }
}
