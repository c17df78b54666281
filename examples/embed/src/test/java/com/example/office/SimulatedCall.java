package com.example.office;

import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;

/** A simulated Twilio calls the running office; without an address, its account is printed. */
final class SimulatedCall {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private SimulatedCall() {}

  public static void main(String[] arguments) {
    try (Timekeeper time = Timekeeper.system()) {
      SimulatedTwilio twilio = SimulatedTwilio.create(time);
      if (arguments.length == 0) {
        twilio.settings().forEach((name, value) -> System.out.println(name + "=" + value));
        return;
      }
      short[] said = new short[8000]; // a second
      Arrays.fill(said, (short) 8000);

      twilio.attach(URI.create(arguments[0]));
      var caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.press("1").speak(said);
      caller.until(() -> loudSamples(caller.heard()) >= said.length, LIMIT);
      caller.hangUp().until(caller::isOver, LIMIT);

      System.out.println("answers: " + caller.verbs());
      System.out.println("heard of 1000 ms: " + loudSamples(caller.heard()) / 8 + " ms");
    }
  }

  private static int loudSamples(short[] pcm) {
    int loud = 0;
    for (short sample : pcm) {
      loud += sample > 1000 ? 1 : 0;
    }
    return loud;
  }
}
