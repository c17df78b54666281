package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user's own test of a flow looks like, on one node and handed from node to node. */
class FlowInVirtualTimeTest {

  private static CallRouterBuilder office(CallRouterBuilder builder) {
    return builder
        .endpoint(
            "menu",
            context ->
                Endpoints.script(
                    script -> {
                      script.play(Tones.clip(500));
                      return script.digits(1, Duration.ofSeconds(10));
                    }))
        .route(
            "office",
            Match.to(VirtualOffice.OFFICE),
            flow -> {
              Outcome key = flow.run(Action.gather("For sales press one, or wait.").digits(1));
              if (!key.digits().equals("1")) {
                flow.run(Action.say("Please call again."));
                return;
              }
              Outcome menu = flow.run(Action.connect("menu").with("language", "en"));
              flow.run(Action.say("You pressed " + menu.result() + "."));
            });
  }

  @ParameterizedTest
  @EnumSource
  void aFlowOfGatherConnectAndSayRunsToItsEnd(Cluster cluster) {
    try (VirtualOffice office = cluster.open(FlowInVirtualTimeTest::office)) {
      TwilioCaller caller = office.call();
      caller.untilIdle();
      assertEquals(List.of("For sales press one, or wait."), caller.heardSpeech());
      caller.press("1").untilIdle();
      assertEquals(List.of("Gather", "Connect"), caller.verbs());
      caller.repeatLastWebhook().press("7").untilIdle();

      assertEquals(List.of("Gather", "Connect", "Say"), caller.verbs());
      assertEquals("You pressed 7.", caller.heardSpeech().get(1));
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(EndedBy.HOST, caller.record().endedBy());
      assertEquals("office", caller.record().route());
      assertEquals(List.of(), caller.alerts());
      assertEquals(caller.record(), office.record());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallerWhoPressesNothingAndHangsUpLeavesOneRecord(Cluster cluster) {
    try (VirtualOffice office = cluster.open(FlowInVirtualTimeTest::office)) {
      TwilioCaller caller = office.call().untilIdle();
      caller.silentFor(Duration.ofSeconds(6));
      caller.repeatLastWebhook().hangUp().untilIdle();
      assertEquals(List.of("Gather", "Say"), caller.verbs());
      assertEquals(EndCause.COMPLETED, office.record().cause());
      assertEquals(EndedBy.FAR_END, office.record().endedBy());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRepeatedRequestGetsTheSameAnswerAgainAndChangesNothing(Cluster cluster) {
    try (VirtualOffice office = cluster.open(FlowInVirtualTimeTest::office)) {
      TwilioCaller caller = office.call().untilIdle().repeatLastWebhook();
      caller.press("1").untilIdle().repeatLastWebhook();
      caller.press("7").untilIdle().repeatLastWebhook();

      List<Exchange> all = caller.exchanges();
      List<Exchange> again = all.stream().filter(it -> it.delivery().repeated()).toList();
      assertEquals(3, again.size());
      for (Exchange repeated : again) {
        Exchange first = all.get(all.indexOf(repeated) - 1);
        assertEquals(first.answer().status(), repeated.answer().status());
        assertEquals(first.answer().text(), repeated.answer().text());
      }
      assertEquals(List.of("Gather", "Connect", "Say"), caller.verbs());
      assertTrue(office.record().notes().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameTestGivesTheSameEventsEachTime(Cluster cluster) {
    assertEquals(timesOf(cluster), timesOf(cluster));
  }

  /** Without the details: tokens and ids are random. */
  private static List<String> timesOf(Cluster cluster) {
    try (VirtualOffice office = cluster.open(FlowInVirtualTimeTest::office)) {
      TwilioCaller caller = office.caller().allStatusCallbacks().disturbed(3).start();
      caller.untilIdle().press("1").untilIdle().press("7").untilIdle();
      return caller.events().stream().map(event -> event.at() + " " + event.kind()).toList();
    }
  }
}
