package io.callrouter.examples.quickstart;

import io.callrouter.media.Script;
import java.time.Duration;

/** Greets, offers three things, and does the one whose key is pressed until the caller leaves. */
final class VoiceMenu implements Script.Program {
  private static final Duration KEY_TIME = Duration.ofSeconds(6);
  private static final Duration ECHO_TIME = Duration.ofMinutes(10);
  private static final int SILENT_TURNS = 3;

  @Override
  public String run(Script script) throws InterruptedException {
    script.play(Sound.GREETING.clip());
    int silentTurns = 0;
    while (silentTurns < SILENT_TURNS) {
      script.play(Sound.MENU.clip());
      String key = script.digits(1, KEY_TIME);
      silentTurns = key.isEmpty() ? silentTurns + 1 : 0;
      switch (key) {
        case "" -> {}
        case "1" -> echo(script);
        case "2" -> script.play(Sound.ABOUT.clip());
        case "9" -> {
          return leave(script, "the caller said goodbye");
        }
        default -> script.play(Sound.PARDON.clip());
      }
    }
    return leave(script, "the caller pressed nothing");
  }

  private static void echo(Script script) throws InterruptedException {
    script.play(Sound.ECHO.clip());
    script.echo(ECHO_TIME);
    script.digits(1, Duration.ZERO); // The key that ended the echo chooses nothing.
  }

  private static String leave(Script script, String why) throws InterruptedException {
    script.play(Sound.GOODBYE.clip());
    return why;
  }
}
