package com.example.office;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.call.EndCause;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfficeTest {
  @Test
  void whoPressesAnotherKeyIsToldGoodbye() {
    try (Timekeeper time = Timekeeper.manual()) {
      SimulatedTwilio twilio = SimulatedTwilio.create(time);
      CallRouter router = twilio.prepare(Office.calls()).build();
      twilio.attach(router);

      var caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.press("2").untilIdle();

      assertEquals(List.of("Gather", "Say"), caller.verbs());
      assertEquals(List.of("Goodbye."), caller.heardSpeech());
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      router.close();
    }
  }
}
