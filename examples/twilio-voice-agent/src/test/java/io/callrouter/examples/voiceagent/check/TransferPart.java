package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ConversationItem;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A caller who wants a person. */
final class TransferPart implements Part {
  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    try (Desk desk = Desk.open(jar, folder, Map.of("TRANSFER_TO", Desk.COLLEAGUE))) {
      answered(desk, rows);
      notAnswered(desk, rows);
      hangsUp(desk, rows);
    }
  }

  private static void hangsUp(Desk desk, Rows rows) throws InterruptedException {
    desk.script.then(
        Answer.says("Goodbye.", Duration.ofSeconds(2)).then(Answer.calls("hang_up", "{}")));
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    Desk.awaitGreeting(caller);
    caller.untilIdle().speak(Speech.vowel(Duration.ofSeconds(1)));
    Desk.await("the call is over", caller::isOver);
    int farewell =
        desk.session().conversation().stream()
            .filter(it -> it.text().equals("Goodbye."))
            .mapToInt(ConversationItem::speech)
            .findFirst()
            .orElse(-1);
    Duration heard = Speech.heardOf(farewell, caller.heard());
    rows.row(
        "hang_up: the agent's farewell is heard to its end, then the call is over",
        heard.toMillis() > 1900,
        heard);
  }

  private static void answered(Desk desk, Rows rows) throws InterruptedException {
    wantsHuman(desk);
    TwilioCaller caller =
        desk.world
            .twilio
            .from(Desk.CALLER)
            .to(Desk.NUMBER)
            .answers(Desk.COLLEAGUE, Duration.ofSeconds(2))
            .start();
    Desk.awaitGreeting(caller);
    caller.untilIdle().speak(Speech.vowel(Duration.ofSeconds(1)));
    Desk.await("the call is over", caller::isOver);
    rows.row(
        "transfer_to_human: the flow dials the colleague",
        caller.verbs().equals(List.of("Connect", "Dial")),
        caller.verbs());
    rows.row(
        "  who talks to the caller; then the call is over",
        Desk.count(caller, TimelineEvent.Kind.FAR_END) > 1,
        caller.events());
  }

  private static void notAnswered(Desk desk, Rows rows) throws InterruptedException {
    wantsHuman(desk);
    TwilioCaller caller =
        desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).busy(Desk.COLLEAGUE).start();
    Desk.awaitGreeting(caller);
    caller.untilIdle().speak(Speech.vowel(Duration.ofSeconds(1)));
    int before = desk.script.greetings().size();
    rows.row(
        "nobody is free there: the agent comes back, and says so",
        () -> {
          Desk.await("the agent comes back", () -> desk.script.greetings().size() > before);
          String asked = desk.script.greetings().get(before);
          if (!asked.contains("no colleague is free")) {
            throw new AssertionError(asked);
          }
        });
    desk.hangUp(caller);
    rows.row(
        "  on the same call",
        caller.verbs().equals(List.of("Connect", "Dial", "Connect")),
        caller.verbs());
  }

  private static void wantsHuman(Desk desk) {
    desk.script.then(
        Answer.says("I am putting you through.", Duration.ofSeconds(1))
            .then(Answer.calls("transfer_to_human", "{}")));
  }
}
