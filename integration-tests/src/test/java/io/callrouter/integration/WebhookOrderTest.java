package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Reason;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After the first webhook of a call, the order of the others and their repetition change nothing:
 * not the state, not the record. Each seed is another order.
 */
class WebhookOrderTest {
  private static final int SEEDS = 60;
  private static final Action MENU = Action.gather("One, two or three.").digits(1);

  /** Calls that come to their end in different ways. */
  @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
  enum Story {
    HOST_HANGS_UP(EndCause.COMPLETED, caller -> caller.press("1").untilIdle()),
    CALLER_HANGS_UP_IN_A_STREAM(
        EndCause.COMPLETED,
        caller -> caller.press("2").silentFor(Duration.ofSeconds(5)).hangUp().untilIdle()),
    CALLER_HANGS_UP_IN_A_MENU(
        EndCause.COMPLETED, caller -> caller.silentFor(Duration.ofSeconds(2)).hangUp().untilIdle()),
    CALLER_HANGS_UP_AT_ONCE(
        EndCause.CANCELED,
        caller -> caller.silentFor(Duration.ofMillis(300)).hangUp().untilIdle(),
        Action.pause(Duration.ofSeconds(9))),
    CALLER_LEAVES_A_MESSAGE(
        EndCause.COMPLETED,
        caller -> caller.press("3").untilIdle().speak(Tones.samples(2400)).press("#").untilIdle()),
    CALLER_LEAVES_A_MESSAGE_AND_WAITS(
        EndCause.COMPLETED,
        caller -> caller.press("3").untilIdle().speak(Tones.samples(900)).untilIdle()),
    CALLER_HANGS_UP_IN_HIS_MESSAGE(
        EndCause.COMPLETED,
        caller ->
            caller
                .press("3")
                .untilIdle()
                .speak(Tones.samples(9000))
                .silentFor(Duration.ofMillis(3100))
                .hangUp()
                .untilIdle()),
    CALLER_HAS_NOTHING_TO_SAY(
        EndCause.COMPLETED,
        caller -> caller.press("3").untilIdle().silentFor(Duration.ofSeconds(6)).untilIdle()),
    CALLER_HANGS_UP_WITHOUT_A_MESSAGE(
        EndCause.COMPLETED, caller -> caller.press("3").untilIdle().hangUp().untilIdle()),
    REFUSED(EndCause.REJECTED, TwilioCaller::untilIdle, Action.reject(Reason.BUSY));

    private final EndCause cause;
    private final Consumer<TwilioCaller> acts;
    private final Action[] before;

    Story(EndCause cause, Consumer<TwilioCaller> acts, Action... before) {
      this.cause = cause;
      this.acts = acts;
      this.before = before;
    }

    /** Plays it and gives what is left of it. */
    Played play(UnaryOperator<TwilioCallSetup> carrier) {
      try (VirtualOffice office =
          VirtualOffice.of(
              builder ->
                  builder
                      .endpoint("echo", context -> Endpoints.echo())
                      .route(
                          "office",
                          Match.any(),
                          flow -> {
                            for (Action action : before) {
                              flow.run(action);
                            }
                            switch (flow.run(MENU).digits()) {
                              case "2" -> flow.run(Action.connect("echo"));
                              case "3" -> flow.run(Action.record(Duration.ofMinutes(1)));
                              default -> {}
                            }
                            flow.run(Action.say("Bye."));
                          }))) {
        TwilioCaller caller = carrier.apply(office.caller().allStatusCallbacks()).start();
        acts.accept(caller);
        List<String> order =
            caller.exchanges().stream()
                .map(it -> it.delivery())
                .map(it -> it.kind() + " " + it.url().getPath().length() + " " + it.repeated())
                .toList();
        return new Played(office.record(), caller.call().state(), caller.verbs(), order);
      }
    }
  }

  /** What is left of a call. */
  private record Played(
      CallRecord record, CallState state, List<String> verbs, List<String> order) {
    /** All of it but the ids, which are random. */
    List<Object> comparable() {
      return Arrays.asList(
          record.cause(),
          record.answeredAt(),
          record.endedAt(),
          record.duration(),
          record.carrierCode(),
          record.sipStatus(),
          record.endedBy(),
          record.recordings(),
          record.notes(),
          state,
          verbs);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRecordIsTheSameWhateverTheOrder(Story story) {
    Played inOrder = story.play(setup -> setup);
    assertEquals(story.cause, inOrder.record.cause());
    assertEquals(CallState.ENDED, inOrder.state);
    Set<List<String>> orders = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      long chance = seed;
      Played disturbed = story.play(setup -> setup.disturbed(chance));
      assertEquals(inOrder.comparable(), disturbed.comparable(), "seed " + seed);
      orders.add(disturbed.order);
    }
    assertNotEquals(1, orders.size(), "the seeds must make different orders");
  }
}
