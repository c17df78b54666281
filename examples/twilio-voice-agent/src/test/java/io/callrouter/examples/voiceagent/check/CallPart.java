package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ConversationItem;
import io.callrouter.testkit.openai.SimulatedSession;
import io.callrouter.testkit.openai.Truncation;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call as it should be, from the webhook to the goodbye, with an interruption on the way. */
final class CallPart implements Part {
  /** Exact to 20 ms in virtual time; here marks come late where the machine is busy. */
  private static final Duration MOST_OFF = Duration.ofMillis(300);

  private static final Set<String> EXPERTS =
      Set.of(
          "hotel_info_search_expert",
          "hotel_booking_expert",
          "car_rental_booking_expert",
          "flight_booking_expert",
          "post_booking_expert",
          "checkout_expert");

  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    try (Desk desk = Desk.open(jar, folder, Map.of())) {
      TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
      rows.row("a caller hears the agent", () -> Desk.awaitGreeting(caller));
      webhook(desk, caller, rows);
      desk.process.awaitLine("MCP ready");
      log(desk, rows);
      caller.untilIdle();
      agent(desk, rows);
      tools(desk, caller, rows);
      bargeIn(desk, caller, rows);
      rows.row(
          "the model refused nothing that the agent sent",
          desk.session().refused().isEmpty(),
          desk.session().refused());
      end(desk, caller, rows);
    }
  }

  private static void webhook(Desk desk, TwilioCaller caller, Rows rows) {
    String document = caller.documents().get(0);
    String stream = "<Stream url=\"" + desk.world.mediaAddress() + "\"";
    rows.row(
        "POST /incoming-call answers <Connect><Stream> with TWILIO_WEBHOOK_URL",
        document.contains("<Connect") && document.contains(stream),
        document);
    rows.row("  and the token parameter", document.contains("<Parameter name=\"token\""), document);
  }

  private static void log(Desk desk, Rows rows) {
    rows.row(
        "  logged, the number masked: incoming call",
        () -> once(desk, "call \\S+: incoming call from \\*\\*\\*77 to \\*\\*\\*00"));
    rows.row("  logged: socket established", () -> once(desk, "call \\S+: socket established"));
    rows.row(
        "  logged: connected to the model, for which the audio did not wait long",
        () -> once(desk, "connected to the model, [0-9]{1,3} ms after"));
    rows.row("  logged: MCP ready", () -> once(desk, "MCP ready: experts after [0-9]+ ms"));
    rows.row("  logged: greeting sent", () -> once(desk, "call \\S+: greeting sent"));
    rows.row(
        "  in none of it a number, a key or a token",
        desk.process.lines("\\+?[0-9]{9,}|sk-simulated|token=").isEmpty(),
        desk.process.lines("\\+?[0-9]{9,}|sk-simulated|token="));
  }

  private static void once(Desk desk, String pattern) throws InterruptedException {
    desk.process.awaitLine(pattern);
    List<String> lines = desk.process.lines(pattern);
    if (lines.size() != 1) {
      throw new AssertionError("not once: " + lines);
    }
  }

  private static void agent(Desk desk, Rows rows) {
    SimulatedSession session = desk.session();
    String settings = session.settings();
    rows.row(
        "the greeting is asked for once",
        desk.script.greetings().size() == 1,
        desk.script.greetings());
    rows.row("the model is gpt-realtime", session.model().equals("gpt-realtime"), session.model());
    rows.row("  its voice is marin", settings.contains("\"marin\""), settings);
    rows.row(
        "  it is told in four parts who it is",
        List.of("# General", "# Customer phone session", "# Conversation", "# Examples").stream()
            .allMatch(settings::contains),
        settings);
    rows.row(
        "  what is known of the caller comes before the greeting",
        Sent.before(session, "\\\\?\"1001\\\\?\"", "response.create"),
        session.received());
    rows.row(
        "its tools are get_phone_session, hang_up and the six experts",
        EXPERTS.stream().allMatch(settings::contains)
            && settings.contains("get_phone_session")
            && settings.contains("hang_up"),
        settings);
  }

  private static void tools(Desk desk, TwilioCaller caller, Rows rows) {
    String nights = "\"startDate\":\"2026-12-03\",\"endDate\":\"2026-12-06\"";
    desk.script
        .then(ask("hotel_info_search_expert", "{\"city\":\"Lisbon\"," + nights + "}"))
        .then(
            ask(
                "hotel_booking_expert",
                "{\"customerNumber\":\"1001\",\"hotel\":\"Tejo House\",\"city\":\"Lisbon\","
                    + nights
                    + ",\"guests\":2,\"rooms\":1}"))
        .then(ask("checkout_expert", "{\"customerNumber\":\"1001\"}"))
        .then(ask("get_phone_session", "{}"));
    for (int i = 0; i < 4; i++) {
      desk.say(caller, Duration.ofMillis(900));
    }
    List<String> results = desk.script.results();
    rows.row("a tool of the MCP server finds hotels", has(results, 0, "Tejo House"), results);
    rows.row("  another books one", has(results, 1, "H1001", "288"), results);
    rows.row("  another adds up what was booked", has(results, 2, "288"), results);
    rows.row("get_phone_session knows the caller", has(results, 3, "1001", "Lisbon"), results);
    rows.row(
        "  logged: each tool call",
        desk.process.lines("tool \\S+ DONE after [0-9]+ ms").size() == 4,
        desk.process.lines("tool "));
  }

  private static Answer ask(String tool, String arguments) {
    return Answer.says("One moment.", Duration.ofMillis(700)).then(Answer.calls(tool, arguments));
  }

  private static boolean has(List<String> results, int index, String... parts) {
    return results.size() > index && List.of(parts).stream().allMatch(results.get(index)::contains);
  }

  private static void bargeIn(Desk desk, TwilioCaller caller, Rows rows) {
    desk.script.then(Answer.says("At length.", Duration.ofSeconds(9)));
    caller.speak(Speech.vowel(Duration.ofMillis(900)));
    caller.silentFor(Duration.ofSeconds(5));
    desk.say(caller, Duration.ofMillis(900));
    List<Truncation> truncations = desk.session().truncations();
    rows.row(
        "a caller who speaks interrupts the agent: one truncation",
        truncations.size() == 1,
        truncations);
    if (truncations.isEmpty()) {
      return;
    }
    Truncation truncation = truncations.get(0);
    ConversationItem item =
        desk.session().conversation().stream()
            .filter(it -> it.id().equals(truncation.itemId()))
            .findFirst()
            .orElseThrow();
    Duration heard = Speech.heardOf(item.speech(), caller.heard());
    rows.row(
        "  taken by the model, at what was heard",
        truncation.accepted() && heard.minus(truncation.claimed()).abs().compareTo(MOST_OFF) <= 0,
        truncation + ", heard " + heard);
    rows.row(
        "  playback is cleared: of 9 s the caller hears no more",
        heard.compareTo(Duration.ofSeconds(6)) < 0,
        heard);
  }

  private static void end(Desk desk, TwilioCaller caller, Rows rows) throws Exception {
    desk.hangUp(caller);
    rows.row("the caller hangs up: logged: socket closed", () -> once(desk, "socket closed"));
    rows.row(
        "  the session with the model is closed",
        () -> Desk.await("no session is open", () -> desk.world.model.openSessions() == 0));
    rows.row(
        "  record and transcript are in a file",
        () -> desk.process.awaitLine("record and transcript are in calls/\\S+\\.json"));
    rows.row("  the carrier had no complaint", caller.alerts().isEmpty(), caller.alerts());
    rows.row("the program ends in order when it is told to", desk.process.stop() == 143, "else");
  }
}
