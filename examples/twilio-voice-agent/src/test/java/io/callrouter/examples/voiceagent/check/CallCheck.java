package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A call as it should be: from the webhook to the goodbye. */
final class CallCheck {
  private static final String CALLER = "+14155550177";
  private static final String NUMBER = "+14155550100";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path jar;
  private final Path folder;
  private final Rows rows;

  CallCheck(Path jar, Path folder, Rows rows) {
    this.jar = jar;
    this.folder = folder;
    this.rows = rows;
  }

  void run() throws Exception {
    try (World world = new World(jar, folder);
        DeskProcess desk = world.start(world.settings())) {
      rows.row(
          "the program starts with the settings of a real host",
          () -> desk.awaitLine("taking calls on port"));
      TwilioCaller caller = world.twilio.from(CALLER).to(NUMBER).start();
      rows.row(
          "a caller hears the greeting",
          caller.until(() -> heard(caller, TimelineEvent.Kind.FIRST_AUDIO), PATIENCE),
          caller.events());
      rows.row("  logged: greeting sent", () -> desk.awaitLine("greeting sent"));
      caller
          .silentFor(Duration.ofSeconds(4))
          .speak(Speech.vowel(Duration.ofSeconds(1)))
          .untilIdle();
      SimulatedSession session = world.model.session();
      rows.row("the model refused nothing", session.refused().isEmpty(), session.refused());
      caller.hangUp().untilIdle();
      rows.row("  logged: socket closed", () -> desk.awaitLine("socket closed"));
      rows.row("  logged: file", () -> desk.awaitLine("record and transcript are in"));
    }
  }

  private static boolean heard(TwilioCaller caller, TimelineEvent.Kind kind) {
    List<TimelineEvent> events = caller.events();
    return events.stream().anyMatch(event -> event.kind() == kind);
  }
}
