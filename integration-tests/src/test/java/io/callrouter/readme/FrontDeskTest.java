package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.openai.AgentConfig;
import io.callrouter.openai.Describe;
import io.callrouter.openai.ModelSocket;
import io.callrouter.openai.ModelTransport;
import io.callrouter.openai.OpenAiAgent;
import io.callrouter.openai.PhoneTools;
import io.callrouter.openai.Tool;
import io.callrouter.openai.mcp.McpServer;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.openai.Answer;
import io.callrouter.testkit.openai.ModelConnection;
import io.callrouter.testkit.openai.ModelListener;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Runs what docs/openai-agent.md shows. */
class FrontDeskTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedModel model = SimulatedModel.create(time);

  static AgentConfig.Builder desk(String apiKey) {
    AgentConfig.Builder desk =
        AgentConfig.builder(apiKey)
            .instructions("You are the front desk of a hotel. Speak in short sentences.")
            .greeting("Greet the caller and ask what you can do.")
            .tools(PhoneTools.hangUp(), PhoneTools.handOver("transfer", "To a person.", "human"));
    return desk;
  }

  static CallRouterBuilder answer(CallRouterBuilder builder, AgentConfig.Builder desk) {
    return builder
        .endpoint("agent", OpenAiAgent.factory(desk.build()))
        .route(
            "desk",
            Match.any(),
            flow -> {
              Outcome talk = flow.run(Action.connect("agent"));
              if (talk.result().equals("human")) {
                flow.run(Action.dial(Target.phone("+14155550111")));
              } else if (talk.kind() == Outcome.Kind.FAILED) {
                flow.run(Action.say("We cannot be reached just now. Please call again later."));
              }
            });
  }

  @Test
  void theFrontDeskHandsTheCallerOverToAPerson() {
    model.answering(
        turn ->
            turn.number() == 2
                ? Answer.calls("transfer", "{}")
                : Answer.says("I put you through."));
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (time;
        CallRouter router =
            answer(twilio.prepare(CallRouter.builder()), desk(model.apiKey()).transport(this::open))
                .build()) {
      twilio.attach(router);
      SimulatedCaller caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.silentFor(Duration.ofSeconds(5)).speak(speech()).silentFor(Duration.ofSeconds(12));
      caller.farEnd("+14155550111").answer();
      caller.silentFor(Duration.ofSeconds(2)).hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(0, model.openSessions());
    }
  }

  @Test
  void theCallerOfAModelThatIsRefusedIsToldSo() {
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (time;
        CallRouter router =
            answer(twilio.prepare(CallRouter.builder()), desk("a wrong key").transport(this::open))
                .build()) {
      twilio.attach(router);
      SimulatedCaller caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.untilIdle();
      assertEquals(
          List.of("We cannot be reached just now. Please call again later."), caller.heardSpeech());
    }
  }

  /** What the tool of the page asks. */
  interface Hotels {
    List<String> find(String city, LocalDate arrival, int nights);
  }

  record Search(
      @Describe("the city, in English") String city,
      LocalDate arrival,
      int nights,
      Optional<Integer> guests) {}

  static AgentConfig.Builder withSearch(String apiKey, Hotels hotels) {
    Tool search =
        Tool.of(
                "search_hotels",
                "Finds free hotels. Call it before you name one.",
                Search.class,
                (wanted, context) -> hotels.find(wanted.city(), wanted.arrival(), wanted.nights()))
            .timeout(Duration.ofSeconds(20))
            .acknowledgement("One moment, I am looking that up.");
    return AgentConfig.builder(apiKey).tools(search, PhoneTools.hangUp());
  }

  static AgentConfig.Builder withServers(AgentConfig.Builder desk, String token) {
    desk.toolSources(
        McpServer.http(
                "crm",
                URI.create("https://crm.example.com/mcp"),
                Map.of("Authorization", "Bearer " + token))
            .onlyTools("find_customer", "find_booking"),
        McpServer.stdio("faq", List.of("node", "/srv/faq/server.js"), Map.of("LANG", "en"))
            .callTimeout(Duration.ofSeconds(10)));
    return desk;
  }

  @Test
  void theToolOfThePageFindsHotels() {
    model.answering(
        turn ->
            turn.number() == 1
                ? Answer.calls(
                    "search_hotels", "{\"city\":\"Rome\",\"arrival\":\"2026-12-01\",\"nights\":2}")
                : Answer.says("There are two."));
    List<String> asked = new ArrayList<>();
    Hotels hotels =
        (city, arrival, nights) -> {
          asked.add(city + " " + arrival + " " + nights);
          return List.of("Roma", "Aurelia");
        };
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (time;
        CallRouter router =
            answer(
                    twilio.prepare(CallRouter.builder()),
                    withSearch(model.apiKey(), hotels).transport(this::open))
                .build()) {
      twilio.attach(router);
      twilio.from("+14155550177").to("+14155550100").start().silentFor(Duration.ofSeconds(5));
      assertEquals(List.of("Rome 2026-12-01 2"), asked);
      assertEquals(2, model.session().responses().size());
    }
  }

  @Test
  void theServersOfThePageCanBeDescribed() {
    assertDoesNotThrow(() -> withServers(desk("key"), "token").build());
  }

  private static short[] speech() {
    short[] pcm = new short[8000];
    for (int i = 0; i < pcm.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin(2 * Math.PI * 140 * harmonic * i / 8000) / harmonic;
      }
      pcm[i] = (short) (3700 * sum);
    }
    return pcm;
  }

  private CompletableFuture<ModelSocket> open(
      URI url, Map<String, String> headers, ModelTransport.Listener listener) {
    ModelListener here =
        new ModelListener() {
          @Override
          public void onText(String message) {
            listener.onText(message);
          }

          @Override
          public void onClosed(int code, String reason) {
            listener.onClosed(code, reason);
          }
        };
    return model.connect("gpt-realtime", headers, here).thenApply(Socket::new);
  }

  private record Socket(ModelConnection connection) implements ModelSocket {
    @Override
    public void send(String message) {
      var unused = connection.send(message);
    }

    @Override
    public void close() {
      connection.close(1000, "");
    }
  }
}
