package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.Match;
import io.callrouter.call.Timeline;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Script;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The timeline of a whole call over the simulated carrier: a key cuts a prompt, a message follows.
 */
class TimelineOfACallTest {
  private static AudioEndpoint menu() {
    return Endpoints.script(TimelineOfACallTest::askForAKey);
  }

  private static String askForAKey(Script script) throws InterruptedException {
    script.play(Tones.clip(3000));
    String key = script.digits(1, Duration.ofSeconds(5));
    script.play(Tones.clip(500));
    return key;
  }

  private static String timelineOf(VirtualOffice office, TwilioCaller caller) {
    String carrierId = caller.record().call().carrierId();
    Call call = office.nodes.get(0).call("twilio", carrierId).orElseThrow();
    Timeline timeline = call.timeline();
    return timeline.text().replace(call.id(), "ID").replace(carrierId, "CARRIER-ID");
  }

  private static String wholeCall() {
    try (VirtualOffice office =
        VirtualOffice.of(
            builder ->
                builder
                    .endpoint("menu", context -> menu())
                    .route(
                        "office",
                        Match.any(),
                        flow -> {
                          flow.run(Action.connect("menu"));
                          flow.run(Action.say("Goodbye."));
                        }))) {
      TwilioCaller caller = office.call().silentFor(Duration.ofMillis(1230)).press("4");
      caller.untilIdle();
      return timelineOf(office, caller);
    }
  }

  @Test
  void theSameCallHasTheSameTimelineToTheMillisecond() {
    String once = wholeCall();

    assertEquals(once, wholeCall());
    assertEquals(
        """
        call ID (twilio CARRIER-ID) INBOUND from ***77 to ***00, 2026-01-01T12:00:00Z
            0.000 s  arrived           route=office
            0.000 s  request           events=arrived,progress
            0.000 s  state             state=RINGING
            0.000 s  action            action=connect endpoint=menu step=0
            0.000 s  state             state=ANSWERED
            0.000 s  media started
            0.000 s  request           events=custom step=0
            0.000 s  carrier           event=twilio:stream-started
            0.000 s  endpoint started  endpoint=ScriptEndpoint format=PCMU/8000 took-ms=0
            0.000 s  item sent         after-ms=0 carrier-ms=0 item=play 1 queued-ms=980
            0.200 s  item heard        after-ms=0 item=play 1
            1.240 s  digit
            1.240 s  item over         audio-ms=3000 complete=false heard-ms=1240 item=play 1
            1.240 s  cleared           carrier-ms=140 discarded-ms=1760 heard-ms=1240 items=1 \
        queued-ms=1620
            1.240 s  item sent         after-ms=0 carrier-ms=0 item=play 2 queued-ms=480
            1.440 s  item heard        after-ms=0 item=play 2
            1.740 s  item over         audio-ms=500 complete=true heard-ms=500 item=play 2
            1.740 s  marks             lag-ms=0 returned=9 sent=9
            1.740 s  endpoint ended    broken=false outcome=DONE
            1.740 s  outcome           action=connect endpoint=menu outcome=DONE step=0
            1.740 s  media ended
            1.740 s  request           events=custom step=0
            1.740 s  carrier           event=twilio:stream-stopped
            1.740 s  request           events=progress,action-ended step=0
            1.740 s  action            action=say step=1
            2.220 s  request           events=progress,action-ended step=1
            2.220 s  outcome           action=say outcome=DONE step=1
            2.220 s  action            action=hangup step=2
            2.220 s  request           events=ended
            2.220 s  state             state=ENDED
            4.220 s  record            cause=COMPLETED
        """,
        once);
  }

  @Test
  void noKeyAndNoWholeNumberIsInIt() {
    String text = wholeCall();

    assertTrue(text.contains("digit"), text);
    assertTrue(!text.contains(VirtualOffice.CALLER.substring(1)), text);
    assertTrue(!text.contains(VirtualOffice.OFFICE.substring(1)), text);
    assertTrue(!text.contains("digit="), text);
  }
}
