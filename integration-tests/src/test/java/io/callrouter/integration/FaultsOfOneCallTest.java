package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Target;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a test has go wrong with the requests of one caller goes wrong for nobody else. */
class FaultsOfOneCallTest {
  private static final String SALES = "+14155550122";

  private final TelnyxOffice office =
      new TelnyxOffice(
          builder ->
              builder.route(
                  "all",
                  Match.any(),
                  flow -> {
                    flow.run(Action.say("Hello."));
                    flow.run(Action.dial(Target.phone(SALES)));
                  }));

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aCommandFailsForTheCallerItWasMeantForOnly() {
    TelnyxCaller first = office.caller().busy(SALES).start();
    TelnyxCaller second =
        office.caller().busy(SALES).start().next("speak", RestFault.failsAfter(503));
    first.untilIdle();
    second.untilIdle();
    assertEquals(List.of(), misbehaved(first));
    assertEquals(List.of("speak: fails after 503"), misbehaved(second));
    assertEquals(0, office.telnyx.pendingFaults());
  }

  @Test
  void aDialFailsForTheCallerForWhomItIs() {
    TelnyxCaller first = office.caller().busy(SALES).start().next("dial", RestFault.resetsBefore());
    TelnyxCaller second = office.caller().busy(SALES).start();
    first.untilIdle();
    second.untilIdle();
    assertEquals(List.of("dial: resets before"), misbehaved(first));
    assertEquals(List.of(), misbehaved(second));
  }

  private static List<String> misbehaved(TelnyxCaller caller) {
    return caller.events().stream()
        .filter(event -> event.kind() == TimelineEvent.Kind.MISBEHAVED)
        .map(TimelineEvent::detail)
        .toList();
  }
}
