package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole calls to the agent, from either carrier, in virtual time. */
@ParameterizedClass
@EnumSource(Provider.class)
final class VoiceMenuTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedCarrier carrier;
  private CallRouter router;
  private SimulatedCaller caller;

  VoiceMenuTest(Provider provider) {
    carrier =
        switch (provider) {
          case TWILIO -> SimulatedTwilio.create(time);
          case TELNYX -> SimulatedTelnyx.create(time);
        };
  }

  @BeforeEach
  void call() {
    router = carrier.prepare(Host.callsTo(Agent.MENU)).build();
    caller = carrier.attach(router).from("+14155550177").to("+14155550100").start();
  }

  @AfterEach
  void close() {
    router.close();
    time.close();
  }

  @Test
  void greetsEchoesAndHangsUpAfterTheGoodbyeWasHeard() {
    WavAudio speech = Sound.PARDON.recording(); // Not said by the agent in this call.
    caller.silentFor(Sound.GREETING.clip().length().plusSeconds(1));
    caller.press("1").silentFor(Sound.ECHO.clip().length().plusSeconds(1));
    caller.speak(speech).silentFor(Sound.PARDON.clip().length().plusSeconds(1));
    caller.press("#").silentFor(Duration.ofSeconds(1));
    caller.press("9").untilIdle();

    assertHeard("greeting", Sound.GREETING.recording());
    assertHeard("prompt", Sound.ECHO.recording());
    assertHeard("echo", speech);
    assertHeard("goodbye", Sound.GOODBYE.recording());
    assertTrue(caller.isOver());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void tellsWhatItIs() {
    caller.silentFor(Duration.ofSeconds(5)).press("2").silentFor(Sound.ABOUT.clip().length());
    caller.silentFor(Duration.ofSeconds(1));
    assertHeard("about", Sound.ABOUT.recording());
    assertFalse(caller.isOver());
  }

  @Test
  void apologisesForAKeyItDoesNotKnow() {
    caller.silentFor(Duration.ofSeconds(5)).press("7").silentFor(Duration.ofSeconds(5));
    assertHeard("pardon", Sound.PARDON.recording());
    assertFalse(caller.isOver());
  }

  @Test
  void leavesACallerWhoPressesNothing() {
    assertTrue(caller.until(caller::isOver, Duration.ofMinutes(2)));
    assertHeard("goodbye", Sound.GOODBYE.recording());
    assertEquals(EndedBy.HOST, caller.untilIdle().record().endedBy());
  }

  private void assertHeard(String name, WavAudio recording) {
    assertEquals(List.of(), new HeardAudio(caller.heard()).find(name, recording).faults());
  }
}
