package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.testkit.telnyx.TelnyxRestServer;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Telnyx in real time: webhooks, commands and media each over a socket of their own. */
class TelnyxOverSocketsTest {
  private final Timekeeper time = Timekeeper.system();
  private final Timekeeper carrierTime = Timekeeper.system();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(carrierTime);
  private final TelnyxRestServer rest = telnyx.listen();
  private CallRouter router;
  private JettyHost host;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings = new TreeMap<>(telnyx.settings());
    settings.put("TELNYX_API_URL", rest.url().toString());
    router =
        CallRouter.builder()
            .timekeeper(time)
            .discoverProviders(Settings.of(settings))
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", Match.to("+14155550101"), Action.connect("echo"))
            .route("say", Match.any(), Action.say("Hi."))
            .build();
    host = JettyHost.start(router.web());
    telnyx.attach(router, host.address());
  }

  @AfterEach
  void stop() throws Exception {
    router.close();
    host.stop();
    rest.close();
    time.close();
    carrierTime.close();
  }

  @Test
  void aCallerHearsHimselfAndHangsUp() {
    TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550101").start();
    caller.speak(Tones.samples(500)).untilIdle();
    short[] heard = caller.heard();
    long sounds = IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count();
    assertTrue(sounds > 3500 && sounds < 4500, "heard " + sounds + " samples of 4000");
    caller.hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aConnectionThatBreaksAfterTheCommandWasDoneDoesItOnce() {
    telnyx.next("answer", RestFault.resetsAfter()).next("speak", RestFault.fails(503));
    TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550100").start();
    assertTrue(caller.until(caller::isOver, Duration.ofSeconds(30)));
    caller.untilIdle();
    assertEquals(List.of("answer", "speak", "hangup"), caller.commands());
    assertEquals(List.of("Hi."), caller.heardSpeech());
    assertEquals(0, telnyx.pendingFaults());
  }
}
