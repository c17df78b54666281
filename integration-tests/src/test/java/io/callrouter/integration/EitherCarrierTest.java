package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The flow of the office takes calls from either carrier. What host and caller meet is the same,
 * and so is the record: only the settings differ.
 */
@ParameterizedClass
@EnumSource(Simulated.class)
class EitherCarrierTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<String> outcomes = new CopyOnWriteArrayList<>();
  private final SimulatedCarrier carrier;
  private final CallRouter router;

  EitherCarrierTest(Simulated kind) {
    carrier = kind.carrier(time);
    router = OfficeFlow.office(carrier.prepare(CallRouter.builder())).listener(this::note).build();
    carrier.attach(router);
  }

  private void note(Call call, CallEvent event) {
    if (event.kind() == CallEvent.Kind.OUTCOME) {
      outcomes.add(event.details().get("action") + " " + event.details().get("outcome"));
    }
  }

  @AfterEach
  void close() {
    router.close();
    time.close();
  }

  /**
   * What of a record does not depend on the carrier.
   *
   * @param recordings how many
   */
  private record Shape(
      String route,
      String from,
      String to,
      boolean answered,
      EndCause cause,
      EndedBy endedBy,
      int recordings,
      List<String> notes) {
    static Shape of(CallRecord record) {
      return new Shape(
          record.route(),
          record.call().from(),
          record.call().to(),
          record.answeredAt() != null,
          record.cause(),
          record.endedBy(),
          record.recordings().size(),
          record.notes());
    }

    static Shape completed(EndedBy endedBy, int recordings) {
      return new Shape(
          "office",
          VirtualOffice.CALLER,
          VirtualOffice.OFFICE,
          true,
          EndCause.COMPLETED,
          endedBy,
          recordings,
          List.of());
    }
  }

  @Test
  void whoFindsSalesBusyLeavesAMessage() {
    SimulatedCaller caller = call().busy(OfficeFlow.SALES).start();
    caller.press("1").speak(Tones.samples(2000)).untilIdle();
    assertEquals(List.of("gather DONE", "dial BUSY", "say DONE", "record DONE"), outcomes);
    assertEquals(List.of("Please leave a message."), caller.heardSpeech());
    assertRecord(Shape.completed(EndedBy.HOST, 1), caller);
  }

  @Test
  void whoIsNotAnsweredLeavesAMessage() {
    SimulatedCaller caller = call().noAnswer(OfficeFlow.SALES).start();
    caller.press("1").speak(Tones.samples(2000)).untilIdle();
    assertEquals(List.of("gather DONE", "dial NO_ANSWER", "say DONE", "record DONE"), outcomes);
    assertRecord(Shape.completed(EndedBy.HOST, 1), caller);
  }

  @Test
  void whoIsAnsweredTalksToSales() {
    SimulatedCaller caller =
        call().answers(OfficeFlow.SALES, Duration.ofSeconds(90)).start().press("1").untilIdle();
    assertEquals(List.of("gather DONE", "dial DONE"), outcomes);
    assertRecord(Shape.completed(EndedBy.HOST, 0), caller);
  }

  @Test
  void whoHangsUpWhileSalesRingIsMissed() {
    SimulatedCaller caller = call().start().press("1").untilIdle();
    caller.hangUp().untilIdle();
    assertRecord(Shape.completed(EndedBy.FAR_END, 0), caller);
  }

  @Test
  void whoWaitsTalksToTheAgentAndHearsHimself() {
    SimulatedCaller caller = call().start().untilIdle();
    caller.silentFor(Duration.ofSeconds(6)).speak(Tones.samples(1000)).untilIdle();
    assertEquals(1000, millisOfSound(caller.heard()), 1);
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals("gather TIMED_OUT", outcomes.get(0));
    assertRecord(Shape.completed(EndedBy.FAR_END, 0), caller);
  }

  private CallSetup call() {
    return carrier.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE);
  }

  private static void assertRecord(Shape expected, SimulatedCaller caller) {
    assertEquals(expected, Shape.of(caller.record()));
    assertEquals(List.of(), caller.alerts());
  }

  private static double millisOfSound(short[] heard) {
    return IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count() / 8.0;
  }
}
