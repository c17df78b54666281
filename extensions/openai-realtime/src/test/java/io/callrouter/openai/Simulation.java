package io.callrouter.openai;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.openai.HandshakeRefusedException;
import io.callrouter.testkit.openai.ModelConnection;
import io.callrouter.testkit.openai.ModelListener;
import io.callrouter.testkit.openai.SimulatedModel;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A carrier, a router with an agent and a model, in virtual time. */
final class Simulation implements AutoCloseable {
  /** Which carrier the calls come from. */
  enum Carrier {
    TWILIO,
    TELNYX
  }

  private static final Pattern APPEND = Pattern.compile("append.*\"audio\":\"([^\"]*)");

  final ManualTimekeeper time = Timekeeper.manual();
  final SimulatedModel model = SimulatedModel.create(time);
  final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  /** Who hears what the service says, a session each: a test can say something in its place. */
  final List<ModelTransport.Listener> listeners = new CopyOnWriteArrayList<>();

  private final SimulatedCarrier carrier;
  private final CallRouter router;
  private final ByteArrayOutputStream appended = new ByteArrayOutputStream();
  private boolean furtherRefused;

  Simulation(Carrier kind, UnaryOperator<AgentConfig.Builder> settings) {
    this(kind, settings, agent -> {});
  }

  /** As above; hands out the agent of each call. */
  Simulation(
      Carrier kind, UnaryOperator<AgentConfig.Builder> settings, Consumer<OpenAiAgent> agents) {
    carrier =
        switch (kind) {
          case TWILIO -> SimulatedTwilio.create(time);
          case TELNYX -> SimulatedTelnyx.create(time);
        };
    AgentConfig config =
        settings
            .apply(
                AgentConfig.builder(model.apiKey())
                    .transport(this::open)
                    .listener((call, event) -> events.add(event)))
            .build();
    router =
        carrier
            .prepare(CallRouter.builder())
            .endpoint("agent", EndpointFactory.early(context -> make(config, context, agents)))
            .route(
                "desk",
                Match.any(),
                flow -> {
                  Outcome talk = flow.run(Action.connect("agent"));
                  outcomes.add(talk);
                  flow.run(Action.say("Goodbye."));
                })
            .build();
    carrier.attach(router);
  }

  private static AudioEndpoint make(
      AgentConfig config, ConnectContext context, Consumer<OpenAiAgent> agents) throws Exception {
    AudioEndpoint agent = OpenAiAgent.factory(config).create(context);
    agents.accept((OpenAiAgent) agent);
    return agent;
  }

  /** A call to the agent that has been placed; nothing has happened yet. */
  SimulatedCaller call() {
    return carrier.from("+14155550177").to("+14155550100").start();
  }

  /** The events of one kind, in order. */
  <E extends AgentEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All audio that the model was sent. */
  byte[] appended() {
    return appended.toByteArray();
  }

  /** How what the agent did came out. */
  List<Outcome.Kind> kindsOfOutcome() {
    return outcomes.stream().map(Outcome::kind).distinct().toList();
  }

  /** The first session is the only one that the service takes. */
  void refuseFurtherSessions() {
    furtherRefused = true;
  }

  private CompletableFuture<ModelSocket> open(
      URI url, Map<String, String> headers, ModelTransport.Listener listener) {
    if (furtherRefused && !model.sessions().isEmpty()) {
      model.refuseNext(503);
    }
    listeners.add(listener);
    String asked = url.getRawQuery().substring("model=".length());
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
    return model
        .connect(asked, headers, here)
        .handle(
            (connection, fault) -> {
              if (fault instanceof HandshakeRefusedException refused) {
                throw new CompletionException(new ModelRefusedException(refused.status()));
              }
              return new Socket(connection, this::sent);
            });
  }

  private void sent(String message) {
    Matcher append = APPEND.matcher(message);
    if (append.find()) {
      appended.writeBytes(Base64.getDecoder().decode(append.group(1)));
    }
  }

  private record Socket(ModelConnection connection, Consumer<String> also) implements ModelSocket {
    @Override
    public void send(String message) {
      also.accept(message);
      var unused = connection.send(message);
    }

    @Override
    public void close() {
      connection.close(1000, "");
    }
  }

  @Override
  public void close() {
    router.close();
    time.close();
  }
}
