package io.callrouter.examples.voiceagent.check;

import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.Mishap;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What goes wrong around a desk: no MCP server, a slow one, a wrong key, a session that breaks. */
final class FaultsPart implements Part {
  private static final Duration LATE = Duration.ofSeconds(4);

  @Override
  public void check(Path jar, Path folder, Rows rows) throws Exception {
    try (Desk desk = Desk.open(jar, folder, Map.of("MCP_SERVERS", "http://127.0.0.1:1/mcp"))) {
      noServer(desk, rows);
    }
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Desk desk =
            Desk.open(
                jar,
                folder,
                Map.of("MCP_SERVERS", "http://127.0.0.1:" + silent.getLocalPort() + "/mcp"))) {
      slowServer(desk, rows);
    }
    try (LateServer late = LateServer.start(LATE);
        Desk desk = Desk.open(jar, folder, Map.of("MCP_SERVERS", late.url().toString()))) {
      lateServer(desk, rows);
    }
    try (Desk desk = Desk.open(jar, folder, Map.of("OPENAI_API_KEY", "sk-of-somebody-else"))) {
      wrongKey(desk, rows);
    }
    try (Desk desk = Desk.open(jar, folder, Map.of())) {
      brokenSession(desk, rows);
    }
  }

  private static void noServer(Desk desk, Rows rows) throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    rows.row("no MCP server: the agent greets all the same", () -> Desk.awaitGreeting(caller));
    rows.row(
        "  logged: a warning that names it",
        () -> desk.process.awaitLine("WARN .*MCP server 127.0.0.1:1 is missing"));
    caller.untilIdle();
    int responses = desk.session().responses().size();
    desk.say(caller, Duration.ofSeconds(1));
    rows.row(
        "  the conversation goes on",
        desk.session().responses().size() == responses + 1,
        desk.session().responses());
    desk.hangUp(caller);
  }

  private static void slowServer(Desk desk, Rows rows) throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    rows.row(
        "an MCP server that never answers: the greeting does not wait for it",
        () -> {
          Desk.awaitGreeting(caller);
          if (!desk.process.lines("MCP").isEmpty()) {
            throw new AssertionError(desk.process.lines("MCP").toString());
          }
        });
    caller.untilIdle();
    desk.hangUp(caller);
    rows.row(
        "  nor does the end of the call",
        () -> Desk.await("no session is open", () -> desk.world.model.openSessions() == 0));
  }

  private static void lateServer(Desk desk, Rows rows) throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    rows.row(
        "an MCP server that comes late: the greeting is before its tools",
        () -> {
          Desk.awaitGreeting(caller);
          desk.process.awaitLine("greeting sent");
          if (!desk.process.lines("MCP ready").isEmpty()) {
            throw new AssertionError(desk.process.lines("MCP ready|greeting sent").toString());
          }
        });
    rows.row("  logged: MCP ready", () -> desk.process.awaitLine("MCP ready: 127.0.0.1:"));
    caller.untilIdle();
    desk.script.then(
        Answer.says("One moment.", Duration.ofMillis(700))
            .then(Answer.calls("hotel_info_search_expert", "{\"city\":\"Berlin\"}")));
    caller.speak(Speech.vowel(Duration.ofSeconds(1)));
    rows.row(
        "  and then they work",
        () ->
            Desk.await("a result", () -> String.join("", desk.script.results()).contains("Spree")));
    caller.untilIdle();
    desk.hangUp(caller);
  }

  private static void wrongKey(Desk desk, Rows rows) throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    rows.row(
        "a wrong key is named in one line",
        () -> {
          desk.process.awaitLine("ERROR call \\S+.*401.*API key");
          List<String> lines = desk.process.lines("401");
          if (lines.size() != 1) {
            throw new AssertionError(lines.toString());
          }
        });
    rows.row(
        "  which does not tell the key",
        desk.process.lines("sk-of").isEmpty(),
        desk.process.lines("sk-of"));
    Desk.await("the call is over", caller::isOver);
    rows.row(
        "  the caller is told by the carrier's voice, and the socket is closed",
        caller.heardSpeech().equals(List.of("I am sorry, our assistant cannot be reached.")),
        caller.heardSpeech());
  }

  private static void brokenSession(Desk desk, Rows rows) throws InterruptedException {
    TwilioCaller caller = desk.world.twilio.from(Desk.CALLER).to(Desk.NUMBER).start();
    Desk.awaitGreeting(caller);
    caller.untilIdle();
    desk.session().suffer(new Mishap.Cut());
    rows.row(
        "a session that breaks off in the call is logged",
        () -> desk.process.awaitLine("(WARN|ERROR) call \\S+.*"));
    rows.row(
        "  and another one takes its place: the caller is answered",
        () -> {
          Desk.await("there is another session", () -> desk.world.model.sessions().size() == 2);
          desk.say(caller, Duration.ofSeconds(1));
          if (desk.session().responses().isEmpty()) {
            throw new AssertionError(desk.session().received().toString());
          }
        });
    desk.hangUp(caller);
  }
}
