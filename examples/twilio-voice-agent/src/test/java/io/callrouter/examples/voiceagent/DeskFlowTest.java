package io.callrouter.examples.voiceagent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeskFlowTest {
  private static final String NUMBER = "+14155550100";
  private static final String HUMAN = "+14155550122";

  private final Timekeeper time = Timekeeper.manual();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  private final List<String> begun = new ArrayList<>();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aCallerWhomTheAgentHasHelpedIsHungUp() throws IOException {
    TwilioCaller caller = call("hang-up", HUMAN, setup());
    assertEquals(List.of("Connect"), caller.verbs());
  }

  @Test
  void aCallerWhoWantsAPersonIsPutThrough() throws IOException {
    TwilioCaller caller =
        call(DeskAgent.HUMAN, HUMAN, setup().answers(HUMAN, Duration.ofMinutes(1)));
    assertEquals(List.of("Connect", "Dial"), caller.verbs());
  }

  @Test
  void theAgentComesBackOnceIfThePersonIsBusy() throws IOException {
    TwilioCaller caller = call(DeskAgent.HUMAN, HUMAN, setup().busy(HUMAN));
    assertEquals(List.of("Connect", "Dial", "Connect"), caller.verbs());
    assertEquals(List.of(DeskAgent.GREETS, DeskAgent.NOBODY_FREE), begun);
  }

  @Test
  void whereTheAgentFailsTheCallerIsToldAndPutThrough() throws IOException {
    TwilioCaller caller = call(null, HUMAN, setup().answers(HUMAN, Duration.ofMinutes(1)));
    assertEquals(List.of("Connect", "Say", "Dial"), caller.verbs());
    assertEquals(List.of("I am sorry, our assistant cannot be reached."), caller.heardSpeech());
  }

  @Test
  void whereTheAgentFailsAndThereIsNobodyElseTheCallerIsTold() throws IOException {
    TwilioCaller caller = call(null, null, setup());
    assertEquals(List.of("Connect", "Say"), caller.verbs());
  }

  private TwilioCallSetup setup() {
    return twilio.from("+14155550177").to(NUMBER);
  }

  /** A call whose agent ends with that result, or fails if it is null. */
  private TwilioCaller call(@Nullable String result, @Nullable String human, TwilioCallSetup setup)
      throws IOException {
    Line line = Line.read(null).get(0);
    CallRouter router =
        twilio
            .prepare(CallRouter.builder())
            .endpoint(
                DeskAgent.ENDPOINT,
                context -> {
                  begun.add(context.attributes().get(DeskAgent.BEGINS));
                  return Endpoints.script(
                      live -> {
                        if (result == null) {
                          throw new IllegalStateException("the model is gone");
                        }
                        return result;
                      });
                })
            .route(line.name(), Match.to(NUMBER), new DeskFlow(line, human, false))
            .build();
    twilio.attach(router);
    TwilioCaller caller = setup.start();
    caller.untilIdle();
    router.close();
    return caller;
  }
}
