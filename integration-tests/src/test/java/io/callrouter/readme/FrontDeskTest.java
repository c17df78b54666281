package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.openai.AgentConfig;
import io.callrouter.openai.ModelSocket;
import io.callrouter.openai.ModelTransport;
import io.callrouter.openai.OpenAiAgent;
import io.callrouter.openai.PhoneTools;
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
import java.util.List;
import java.util.Map;
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
    model.refuseNext(401);
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (time;
        CallRouter router =
            answer(twilio.prepare(CallRouter.builder()), desk(model.apiKey()).transport(this::open))
                .build()) {
      twilio.attach(router);
      SimulatedCaller caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.untilIdle();
      assertEquals(
          List.of("We cannot be reached just now. Please call again later."), caller.heardSpeech());
    }
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
