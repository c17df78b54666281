package io.callrouter.integration;

import static io.callrouter.integration.OfficeFlow.office;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The flow of the office on Telnyx: the host code is that of {@link OfficeFlowTest}. */
class OfficeFlowOnTelnyxTest {
  private static final String SALES = OfficeFlow.SALES;

  private final TelnyxOffice office = new TelnyxOffice(OfficeFlow::office);

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void whoFindsSalesBusyIsAskedForAMessage() {
    TelnyxCaller caller = office.caller().busy(SALES).start();
    caller.press("1").untilIdle();
    assertEquals(
        List.of("answer", "gather_using_speak", "speak", "record_start"), caller.commands());
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
  }

  @Test
  void aCarrierPreparesARouterForItself() {
    ManualTimekeeper time = Timekeeper.manual();
    SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
    CallRouter router = office(telnyx.prepare(CallRouter.builder())).build();
    telnyx.attach(router);

    var caller = telnyx.from("+14155550177").to("+14155550100").busy("+14155550122").start();
    caller.press("1").untilIdle();
    assertEquals(
        List.of("answer", "gather_using_speak", "speak", "record_start"), caller.commands());

    router.close();
    time.close();
  }

  @Test
  void whoIsNotAnsweredLeavesAMessageThatIsInTheRecord() {
    TelnyxCaller caller = office.caller().noAnswer(SALES).start();
    caller.press("1").speak(Tones.samples(2000)).untilIdle();
    assertEquals(List.of("Please leave a message."), caller.heardSpeech());
    assertEquals(1, caller.record().recordings().size());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whoPressesOneAndIsAnsweredTalksToSales() {
    TelnyxCaller caller = office.caller().answers(SALES, Duration.ofSeconds(90)).start();
    caller.press("1").untilIdle();
    assertEquals(List.of("answer", "gather_using_speak", "bridge", "hangup"), caller.commands());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(2, office.records.size());
    assertEquals(1, correlations());
  }

  @Test
  void whoWaitsTalksToTheAgentAndHearsHimself() {
    TelnyxCaller caller = office.caller().start().untilIdle();
    caller.silentFor(Duration.ofSeconds(5)).untilIdle();
    assertEquals(List.of("answer", "gather_using_speak", "streaming_start"), caller.commands());
    caller.speak(Tones.samples(1000)).untilIdle();
    short[] heard = caller.heard();
    long sounds = IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count();
    assertTrue(sounds > 7500 && sounds < 8500, "heard " + sounds + " samples of 8000");
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whoHangsUpWhileSalesRingLeavesTwoRecordsThatBelongTogether() {
    TelnyxCaller caller = office.caller().start();
    caller.press("1").untilIdle();
    assertEquals("ringing", caller.farEnd(SALES).status());
    caller.hangUp().untilIdle();
    assertEquals("hangup", caller.farEnd(SALES).status());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
    assertEquals(2, office.records.size());
    assertEquals(1, correlations());
  }

  private long correlations() {
    return office.records.stream().map(record -> record.call().correlationId()).distinct().count();
  }
}
