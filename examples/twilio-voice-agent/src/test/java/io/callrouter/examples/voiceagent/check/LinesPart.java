package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.twilio.TwilioCaller;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Several numbers, each with its language; several calls at once, each with its own session. */
final class LinesPart implements Part {
  private static final String GERMAN = "+493055550100";
  private static final String SPANISH = "+34915550100";
  private static final String OTHER = "+14155550188";

  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    try (Desk desk = Desk.open(jar, folder, Map.of())) {
      speaks(desk, rows, GERMAN, "Speak German", "Begrüße", "de");
      speaks(desk, rows, SPANISH, "Speak Spanish", "Saluda", "es");
      speaks(desk, rows, OTHER, "go on in the language", "Greet", null);
      atOnce(desk, rows);
    }
  }

  private static void speaks(
      Desk desk, Rows rows, String number, String instruction, String greeting, String language)
      throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(number).start();
    Desk.awaitGreeting(caller);
    caller.untilIdle();
    String settings = desk.session().settings();
    List<String> greetings = desk.script.greetings();
    String asked = greetings.get(greetings.size() - 1);
    rows.row(
        "a call to " + number.substring(0, 3) + "… is told: " + instruction,
        settings.contains(instruction),
        settings);
    rows.row("  and greets so: " + greeting + "…", asked.startsWith(greeting), asked);
    if (language != null) {
      rows.row(
          "  the caller's words are written down in " + language,
          Pattern.compile("\"language\"\\s*:\\s*\"" + language + "\"").matcher(settings).find(),
          settings);
    }
    desk.hangUp(caller);
  }

  private static void atOnce(Desk desk, Rows rows) throws InterruptedException {
    int before = desk.world.model.sessions().size();
    TwilioCaller one = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    TwilioCaller other = desk.world.twilio.from("+14155550178").to(Desk.NUMBER).start();
    Desk.awaitGreeting(one);
    Desk.awaitGreeting(other);
    var sessions = desk.world.model.sessions();
    rows.row(
        "two calls at once have a session each",
        sessions.size() == before + 2 && desk.world.model.openSessions() == 2,
        sessions.size() - before);
    rows.row(
        "  one is about customer 1001, the other about 1002",
        sessions.subList(before, sessions.size()).stream()
                .map(it -> Sent.before(it, "1002", "response.create"))
                .distinct()
                .count()
            == 2,
        sessions);
    desk.hangUp(one);
    rows.row(
        "  the end of one is not the other's",
        () -> Desk.await("one session is left", () -> desk.world.model.openSessions() == 1));
    desk.hangUp(other);
  }
}
