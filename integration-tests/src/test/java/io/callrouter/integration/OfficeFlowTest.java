package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The flow of the office on Twilio, each way through it. */
@ParameterizedClass
@EnumSource(Cluster.class)
class OfficeFlowTest {
  private static final String SALES = OfficeFlow.SALES;

  private final VirtualOffice office;
  private final SimulatedTwilio twilio;

  OfficeFlowTest(Cluster cluster) {
    office = cluster.open(OfficeFlow::office);
    twilio = office.twilio;
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void whoFindsSalesBusyIsAskedForAMessage() {
    var caller = twilio.from("+14155550177").to("+14155550100").busy("+14155550122").start();
    caller.press("1").untilIdle();
    assertEquals(List.of("Gather", "Dial", "Say", "Record"), caller.verbs());
    caller.repeatLastWebhook().hangUp().untilIdle(); // a duplicate changes nothing
    assertEquals(EndCause.COMPLETED, caller.record().cause());
  }

  @Test
  void whoIsNotAnsweredLeavesAMessageThatIsInTheRecord() {
    TwilioCaller caller = office.caller().noAnswer(SALES).start();
    caller.press("1").speak(Tones.samples(2000)).untilIdle();
    assertEquals(List.of("Gather", "Dial", "Say", "Record"), caller.verbs());
    assertEquals(List.of("Please leave a message."), caller.heardSpeech());
    assertEquals(1, caller.record().recordings().size());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whoPressesOneAndIsAnsweredTalksToSales() {
    TwilioCaller caller = office.caller().answers(SALES, Duration.ofSeconds(90)).start();
    caller.press("1").untilIdle();
    assertEquals(List.of("Gather", "Dial"), caller.verbs());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void whoWaitsTalksToTheAgent() {
    TwilioCaller caller = office.call().untilIdle();
    caller.silentFor(Duration.ofSeconds(5)).untilIdle();
    assertEquals(List.of("Gather", "Connect"), caller.verbs());
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
  }

  @Test
  void whoseFarEndHangsUpIsHungUpToo() {
    var caller = twilio.from("+14155550177").to("+14155550100").start();
    caller.press("1").untilIdle().farEnd("+14155550122").answer();
    caller.silentFor(Duration.ofMinutes(5)).farEnd("+14155550122").hangUp();
    caller.untilIdle();
    assertEquals(List.of("Gather", "Dial"), caller.verbs());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
  }

  @Test
  void whoHangsUpWhileSalesRingLeavesOneRecord() {
    TwilioCaller caller = office.call().press("1").untilIdle();
    caller.hangUp().untilIdle().repeatLastWebhook();
    assertEquals("canceled", caller.farEnd(SALES).status());
    assertEquals(EndedBy.FAR_END, office.record().endedBy());
    assertEquals(caller.record(), office.record());
  }
}
