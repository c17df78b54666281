package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallValueTest {
  private static final Instant T = Instant.parse("2026-01-01T12:00:00Z");

  private static final List<CarrierEvent> EVIDENCE =
      List.of(
          new CarrierEvent.Progress(CallState.RINGING, T.plusSeconds(1)),
          new CarrierEvent.Progress(CallState.ANSWERED, T.plusSeconds(3)),
          new CarrierEvent.Progress(CallState.ANSWERED, null),
          new CarrierEvent.Ended(
              EndCause.COMPLETED, "completed", 200, T.plusSeconds(45), Duration.ofSeconds(42)),
          new CarrierEvent.Ended(EndCause.FAILED, "failed", 480, null, Duration.ofSeconds(41)),
          new CarrierEvent.ActionEnded(recorded("RE2", null), true));

  private static Outcome recorded(String id, @Nullable Duration duration) {
    return new Outcome(Outcome.Kind.DONE, "", "", null, recording(id, duration), Map.of());
  }

  private static Recording recording(String id, @Nullable Duration duration) {
    return new Recording(id, URI.create("https://carrier.example.com/" + id), null, duration);
  }

  private static CallValue arrived() {
    return CallValue.arrived(
        new CallFacts(
            "abcdefgh",
            "abcdefgh",
            "fake",
            "CA1",
            Direction.INBOUND,
            "+15550177",
            "+15550100",
            T,
            Map.of()),
        "office",
        FlowState.ofFlow("office"));
  }

  private static CallValue fold(List<CarrierEvent> events) {
    CallValue call = arrived();
    Instant now = T.plusSeconds(50);
    for (CarrierEvent event : events) {
      now = now.plusMillis(100);
      call = call.fold(event, now);
    }
    return call;
  }

  @Test
  void everyOrderOfTheEvidenceGivesTheSameStateAndRecord() {
    CallRecord expected = fold(EVIDENCE).record();
    assertEquals(T.plusSeconds(3), expected.answeredAt());
    assertEquals(T.plusSeconds(45), expected.endedAt());
    assertEquals(EndCause.COMPLETED, expected.cause());
    assertEquals("completed", expected.carrierCode());

    permutations(EVIDENCE)
        .forEach(
            order -> {
              assertEquals(CallState.ENDED, fold(order).state());
              assertEquals(expected, fold(order).record(), order::toString);
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void repeatedEvidenceInAnyOrderChangesNothing(long seed) {
    Random random = new Random(seed);
    List<CarrierEvent> events = new ArrayList<>(EVIDENCE);
    for (int i = 0; i < 20; i++) {
      events.add(EVIDENCE.get(random.nextInt(EVIDENCE.size())));
    }
    Collections.shuffle(events, random);

    assertEquals(fold(EVIDENCE).record(), fold(events).record(), () -> "seed " + seed);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static <T> Stream<List<T>> permutations(List<T> all) {
    if (all.isEmpty()) {
      return Stream.of(List.of());
    }
    return all.stream()
        .flatMap(
            first -> {
              List<T> rest = new ArrayList<>(all);
              rest.remove(first);
              return permutations(rest)
                  .map(
                      tail -> {
                        List<T> order = new ArrayList<>(List.of(first));
                        order.addAll(tail);
                        return order;
                      });
            });
  }

  @Test
  void everyOrderOfWhatWasRecordedGivesTheSameRecordings() {
    Duration length = Duration.ofSeconds(7);
    List<CarrierEvent> told =
        List.of(
            new CarrierEvent.ActionEnded(recorded("RE2", null), false),
            new CarrierEvent.Recorded("RE2", recording("RE2", length)),
            new CarrierEvent.Recorded("RE1", recording("RE1", length)),
            new CarrierEvent.ActionEnded(recorded("RE3", null), false),
            new CarrierEvent.Recorded("RE3", null),
            new CarrierEvent.Recorded("RE1", recording("RE1", length)));

    permutations(told)
        .forEach(
            order ->
                assertEquals(
                    List.of(recording("RE1", length), recording("RE2", length)),
                    fold(order).record().recordings(),
                    order::toString));
  }

  @Test
  void theLengthOfWhatIsKeptCountsWhateverWasCutOffAndWhenThatIsTold() {
    Recording kept = new Recording("RE1", recording("RE1", null).uri(), T, Duration.ofSeconds(3));
    List<CarrierEvent> told =
        List.of(
            new CarrierEvent.ActionEnded(recorded("RE1", Duration.ofSeconds(8)), false),
            new CarrierEvent.Recorded("RE1", kept),
            new CarrierEvent.Recorded("RE1", kept));

    permutations(told)
        .forEach(
            order ->
                assertEquals(List.of(kept), fold(order).record().recordings(), order::toString));
  }

  @Test
  void theStateNeverGoesBack() {
    CallValue answered = arrived().fold(new CarrierEvent.Progress(CallState.ANSWERED, null), T);

    assertEquals(
        CallState.ANSWERED,
        answered.fold(new CarrierEvent.Progress(CallState.RINGING, null), T).state());
  }

  @Test
  void statesMayBeSkipped() {
    CallValue ended =
        arrived().fold(new CarrierEvent.Ended(EndCause.BUSY, "busy", 486, null, null), T);

    assertEquals(CallState.ENDED, ended.state());
  }

  @Test
  void aCallThatWasNeverAnsweredHasNeitherAnswerNorDuration() {
    CallRecord record =
        arrived()
            .fold(
                new CarrierEvent.Ended(EndCause.NO_ANSWER, "no-answer", null, T, Duration.ZERO), T)
            .record();

    assertNull(record.answeredAt());
    assertEquals(Duration.ZERO, record.duration());
    assertEquals(EndCause.NO_ANSWER, record.cause());
    assertEquals(EndedBy.FAR_END, record.endedBy());
  }

  @Test
  void aCountInWholeSecondsPutsNoAnswerBeforeTheArrival() {
    CallRecord record =
        arrived()
            .fold(
                new CarrierEvent.Ended(
                    EndCause.COMPLETED, "completed", null, T.plusSeconds(2), Duration.ofSeconds(3)),
                T.plusMillis(2600))
            .record();

    assertEquals(T, record.answeredAt());
    assertEquals(Duration.ofSeconds(3), record.duration());
  }

  @Test
  void withoutAWordOfTheCarrierTheAnswerDecidesWhetherItWasCompleted() {
    CarrierEvent gone = new CarrierEvent.ActionEnded(Outcome.done(), true);

    assertEquals(EndCause.CANCELED, arrived().fold(gone, T).record().cause());
    assertEquals(EndCause.COMPLETED, arrived().answeredAt(T).fold(gone, T).record().cause());
  }

  @Test
  void anActionThatEndedWithoutTheCallIsNoSignOfTheEnd() {
    CallValue call = arrived();

    assertSame(call, call.fold(new CarrierEvent.ActionEnded(Outcome.done(), false), T));
  }

  @Test
  void aCallThatWasHungUpBeforeItWasAnsweredWasNotCompleted() {
    CallRecord record = arrived().hungUp(T).record();

    assertEquals(EndCause.CANCELED, record.cause());
    assertEquals(EndedBy.HOST, record.endedBy());
  }

  @Test
  void aDecisionOutweighsTheCarriersReportWhicheverCameFirst() {
    CarrierEvent ended = new CarrierEvent.Ended(EndCause.COMPLETED, "completed", null, T, null);
    CallValue decidedFirst = arrived().doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER).fold(ended, T);
    CallValue reportedFirst = arrived().fold(ended, T).doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER);

    assertEquals(EndCause.FLOW_FAILED, decidedFirst.record().cause());
    assertEquals(EndedBy.ROUTER, decidedFirst.record().endedBy());
    assertEquals(decidedFirst, reportedFirst);
  }

  @Test
  void whatTheRouterConcludedGivesWayToTheCarriersReport() {
    CallValue call =
        arrived()
            .answeredAt(T)
            .ended(EndCause.CARRIER_SILENT, End.Weight.CONCLUSION, T)
            .fold(new CarrierEvent.Ended(EndCause.COMPLETED, "completed", null, T, null), T);

    assertEquals(EndCause.COMPLETED, call.record().cause());
    assertEquals(EndedBy.FAR_END, call.record().endedBy());
  }

  @Test
  void whatTheRouterDecidedIsNotTheHostsWhenTheCarrierIsToldToHangUp() {
    CallValue call = arrived().doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER).hungUp(T);

    assertEquals(EndedBy.ROUTER, call.record().endedBy());
  }

  @Test
  void theRecordSettlesTwoSecondsAfterTheFinalWordAndTenAfterAnyOtherSign() {
    Limits limits = Limits.defaults();
    CallValue hungUp = arrived().hungUp(T);
    CarrierEvent ended = new CarrierEvent.Ended(EndCause.COMPLETED, "completed", null, null, null);

    assertNull(arrived().settlesAt(limits));
    assertEquals(T.plusSeconds(10), hungUp.settlesAt(limits));
    assertEquals(T.plusSeconds(6), hungUp.fold(ended, T.plusSeconds(4)).settlesAt(limits));
  }

  @Test
  void aNoteIsKeptOnce() {
    assertEquals(List.of("why"), arrived().withNote("why").withNote("why").notes());
  }

  @Test
  void aClosedRecordIsOwedToEverySinkUntilItTakesIt() {
    CallValue closed = arrived().hungUp(T).close(Set.of("file", "crm"));

    assertEquals(Set.of("crm"), closed.without("file").owed());
    assertEquals(Set.of(), closed.without("file").without("crm").owed());
  }
}
