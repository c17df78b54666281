package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A dial is told of by the callbacks of its leg and by the request that asks what is next. Whatever
 * their order, and however often each comes, the flow and the record are the same.
 */
class DialOrderTest {
  private static final String SALES = "+14155550122";
  private static final int SEEDS = 20;

  /** Dials that come out in different ways. */
  @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
  enum Story {
    ANSWERED(
        4, EndCause.COMPLETED, setup -> setup.answers(SALES, Duration.ofSeconds(75)), caller -> {}),
    BUSY(2, EndCause.COMPLETED, setup -> setup.busy(SALES), caller -> {}),
    NOT_ANSWERED(3, EndCause.COMPLETED, setup -> setup.noAnswer(SALES), caller -> {}),
    CALLER_HANGS_UP(
        4,
        EndCause.COMPLETED,
        setup -> setup.answers(SALES).asksAfterHangUp(),
        caller -> caller.silentFor(Duration.ofSeconds(9)).hangUp()),
    CALLER_HANGS_UP_WHILE_IT_RINGS(
        3,
        EndCause.CANCELED,
        setup -> setup.noAnswer(SALES).asksAfterHangUp(),
        caller -> caller.silentFor(Duration.ofSeconds(9)).hangUp());

    private final int callbacks;
    private final EndCause cause;
    private final UnaryOperator<TwilioCallSetup> farEnd;
    private final Consumer<TwilioCaller> acts;

    Story(
        int callbacks,
        EndCause cause,
        UnaryOperator<TwilioCallSetup> farEnd,
        Consumer<TwilioCaller> acts) {
      this.callbacks = callbacks;
      this.cause = cause;
      this.farEnd = farEnd;
      this.acts = acts;
    }

    /** The callbacks as they are sent, and then the question. */
    List<Integer> inOrder() {
      return IntStream.rangeClosed(0, callbacks).boxed().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOrderOfTheLegsCallbacksAndTheQuestionGivesTheSameRecord(Story story) {
    List<Object> expected = play(story, story.inOrder());
    assertEquals(story.cause, expected.get(0));
    for (List<Integer> order : ordersOf(story.inOrder())) {
      assertEquals(expected, play(story, order), () -> "order " + order);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesTwiceInAnyOrderChangesNothing(Story story) {
    List<Object> expected = play(story, story.inOrder());
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Integer> twice = new ArrayList<>(story.inOrder());
      twice.addAll(story.inOrder());
      Collections.shuffle(twice, new Random(seed));
      assertEquals(expected, play(story, twice), "seed " + seed + ", order " + twice);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatComesLateAndAgainByChanceChangesNothing(Story story) {
    List<Object> expected = null;
    Set<List<String>> orders = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      try (VirtualOffice office = office(new ArrayList<>())) {
        TwilioCallSetup setup = office.caller().allStatusCallbacks().disturbed(seed);
        TwilioCaller caller = play(story, setup);
        List<Object> left = left(office.record(), Set.of(), caller);
        expected = expected == null ? left : expected;
        assertEquals(expected, left, "seed " + seed);
        orders.add(
            caller.exchanges().stream()
                .map(it -> it.delivery())
                .map(it -> it.kind() + " " + it.url().getPath().length() + " " + it.repeated())
                .toList());
      }
    }
    assertNotEquals(1, orders.size(), "the seeds must make different orders");
  }

  /** Plays a story with the requests about its dial in that order. */
  private static List<Object> play(Story story, List<Integer> order) {
    List<Outcome> outcomes = new ArrayList<>();
    try (VirtualOffice office = office(outcomes)) {
      office.twilio.attach(new ShuffledDial(office.nodes.get(0).web(), order));
      TwilioCaller caller = play(story, office.caller());
      office.time.advance(Duration.ofSeconds(20));
      return left(office.record(), new HashSet<>(outcomes), caller);
    }
  }

  private static TwilioCaller play(Story story, TwilioCallSetup setup) {
    TwilioCaller caller = story.farEnd.apply(setup).start();
    story.acts.accept(caller);
    return caller.untilIdle();
  }

  private static VirtualOffice office(List<Outcome> outcomes) {
    return VirtualOffice.of(
        builder ->
            builder.route(
                "office",
                Match.any(),
                flow -> {
                  Outcome outcome = flow.run(Action.dial(Target.phone(SALES)).recorded(true));
                  outcomes.add(outcome);
                  flow.run(Action.say("Bye."));
                }));
  }

  /** All that is left of a call but the ids, which are random. */
  private static List<Object> left(CallRecord record, Set<Outcome> outcomes, TwilioCaller caller) {
    return Arrays.asList(
        record.cause(),
        record.answeredAt(),
        record.endedAt(),
        record.duration(),
        record.carrierCode(),
        record.endedBy(),
        record.recordings(),
        record.notes(),
        outcomes,
        caller.verbs(),
        caller.alerts());
  }

  private static List<List<Integer>> ordersOf(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (Integer first : numbers) {
      List<Integer> others = new ArrayList<>(numbers);
      others.remove(first);
      for (List<Integer> rest : ordersOf(others)) {
        List<Integer> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }
}
