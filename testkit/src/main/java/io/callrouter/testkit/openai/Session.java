package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.WavAudio;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session: what comes from its client is done one thing after another, timers included, on a
 * queue of its own. Its state is guarded by one lock, for those who look at it from outside.
 */
final class Session implements AudioInput.Turns {
  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private static final int NORMAL = 1000;
  private static final int FAILED = 1011;
  private static final int BROKE_OFF = 1006;
  private static final Duration TRANSCRIPTION = Duration.ofMillis(350);
  private static final long SEED = 20261121;

  private final SimulatedModel model;
  private final Handshake handshake;
  private final SessionPlan plan;
  private final Link link;
  private final Timekeeper timekeeper;
  private final SerialExecutor queue;
  private final Random random = new Random(SEED);
  private final long startNanos;
  private final SessionLog messages = new SessionLog(this::sinceStart);
  private final Object lock = new Object();
  // All of what follows is guarded by lock.
  private final Outbox out;
  private final SessionSettings settings;
  private final Conversation conversation;
  private final AudioInput input;
  private final Responses responses = new Responses(this);
  private final ClientEvents events = new ClientEvents(this);
  private final IdleTimer idle = new IdleTimer(this);
  private @Nullable Closing closing;
  private Timekeeper.Timer expiry = () -> {};
  private boolean spoken;
  private boolean frozen;

  Session(
      SimulatedModel model, Handshake handshake, SessionPlan plan, Link link, Executor threads) {
    this.model = model;
    this.handshake = handshake;
    this.plan = plan;
    this.link = link;
    this.timekeeper = model.timekeeper();
    this.queue = new SerialExecutor(threads);
    this.startNanos = timekeeper.nanoTime();
    this.out = new Outbox(link, plan, messages, this::suffer);
    this.settings =
        new SessionSettings(
            newId("sess"),
            handshake.model(),
            timekeeper.now().plus(model.sessionLength()).getEpochSecond());
    this.conversation = new Conversation(newId("conv"), out);
    this.input = new AudioInput(out, this);
    input.configure(settings.input(), settings.turnDetection());
  }

  /** How a session ended. */
  record Closing(int code, String reason, boolean byClient) {}

  /** The socket is there. */
  void start() {
    run(
        () -> {
          if (handshake.asksForBeta()) {
            refuseBeta();
            return;
          }
          sendSettings("session.created");
          expiry = later(model.sessionLength(), this::expire);
        });
  }

  private void refuseBeta() {
    out.refuse(
        Refusal.of(
            "beta_api_shape_disabled",
            "The Realtime Beta API is no longer supported. Please use /v1/realtime without the"
                + " OpenAI-Beta header."),
        null);
    close(NORMAL, "beta_api_shape_disabled");
  }

  /**
   * A message of the client.
   *
   * @return is complete when the next one can be read
   */
  CompletionStage<?> receive(String text) {
    run(
        () -> {
          if (!frozen) {
            events.receive(text);
          }
        });
    CompletableFuture<@Nullable Void> read = new CompletableFuture<>();
    if (plan.reading().isZero()) {
      read.complete(null);
    } else {
      timekeeper.schedule(plan.reading(), () -> read.complete(null));
    }
    return read;
  }

  /** The client has closed, or its connection broke. */
  void closedByClient(int code, String reason) {
    run(() -> end(new Closing(code, reason, true)));
  }

  /** Says whether it was still open. */
  private boolean end(Closing how) {
    if (closing != null) {
      return false;
    }
    closing = how;
    out.fallSilent();
    idle.stop();
    expiry.cancel();
    model.ended();
    return true;
  }

  /** Closes the socket. */
  void close(int code, String reason) {
    if (end(new Closing(code, reason, false))) {
      link.close(code, reason);
    }
  }

  private void cut() {
    if (end(new Closing(BROKE_OFF, "cut", false))) {
      link.cut();
    }
  }

  private void expire() {
    long minutes = model.sessionLength().toMinutes();
    out.refuse(
        Refusal.of(
            "session_expired", "Your session hit the maximum duration of " + minutes + " minutes."),
        null);
    close(NORMAL, "session_expired");
  }

  /** Something goes wrong now. */
  void suffer(Mishap mishap) {
    if (closing != null) {
      return;
    }
    if (mishap instanceof Mishap.Close how) {
      close(how.code(), how.reason());
    } else if (mishap instanceof Mishap.Cut) {
      cut();
    } else if (mishap instanceof Mishap.FallSilent) {
      out.fallSilent();
    } else if (mishap instanceof Mishap.Freeze) {
      frozen = true;
      out.fallSilent();
      link.freeze();
    } else if (mishap instanceof Mishap.Say what) {
      out.write(what.text());
    } else if (mishap instanceof Mishap.Fail how) {
      out.refuse(Refusal.of(how.code(), how.message()), null);
    } else {
      expire();
    }
  }

  /** Runs something in the session's turn, unless it is over. */
  void run(Runnable task) {
    queue.execute(
        () -> {
          synchronized (lock) {
            if (closing == null) {
              guarded(task);
            }
          }
        });
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("the simulated model failed", e);
      close(FAILED, "the simulated model failed: " + e);
    }
  }

  /** Runs something later, unless the session is over by then. */
  Timekeeper.Timer later(Duration delay, Runnable task) {
    return timekeeper.schedule(delay, () -> run(task));
  }

  /** Looks at the state from outside. */
  <T extends @Nullable Object> T look(Supplier<T> what) {
    synchronized (lock) {
      return what.get();
    }
  }

  void update(ObjectNode change) throws Refusal {
    settings.update(change, spoken);
    WireAudio insisted = plan.outputFormat();
    if (insisted != null) {
      settings.insistOn(insisted);
    }
    input.configure(settings.input(), settings.turnDetection());
    sendSettings("session.updated");
  }

  private void sendSettings(String type) {
    ObjectNode event = Outbox.event(type);
    event.set("session", settings.json());
    out.send(event);
  }

  @Override
  public String newItemId() {
    return newId("item");
  }

  @Override
  public void started() {
    idle.stop();
    TurnDetection detection = settings.turnDetection();
    if (detection != null && detection.interruptsResponse()) {
      responses.interrupt();
    }
  }

  @Override
  public void committed(String itemId, @Nullable WavAudio heard, @Nullable TurnDetection by) {
    out.send(
        Outbox.event("input_audio_buffer.committed")
            .put("previous_item_id", conversation.last())
            .put("item_id", itemId));
    Item item = new Item(itemId, "message");
    item.json().put("status", "completed").put("role", "user");
    item.json().putArray("content").addObject().put("type", "input_audio").putNull("transcript");
    conversation.add(item);
    conversation.done(item);
    responses.heard(heard);
    if (heard != null && settings.transcribes()) {
      later(TRANSCRIPTION, () -> transcribe(item, heard));
    }
    if (by != null && by.createsResponse() && responses.active() == null) {
      respond(heard == null ? Turn.Cause.IDLE : Turn.Cause.SPEECH);
    }
  }

  private void respond(Turn.Cause cause) {
    try {
      responses.create(Json.object(), cause);
    } catch (Refusal e) {
      throw new IllegalStateException("the service asked itself for what it refuses", e);
    }
  }

  private void transcribe(Item item, WavAudio heard) {
    String transcript = model.transcriber().apply(heard);
    ((ObjectNode) item.json().at("/content/0")).put("transcript", transcript);
    String name = "conversation.item.input_audio_transcription.";
    out.send(about(item, name + "delta").put("delta", transcript));
    ObjectNode completed = about(item, name + "completed").put("transcript", transcript);
    completed
        .putObject("usage")
        .put("type", "duration")
        .put("seconds", (double) heard.samples().length / heard.sampleRateHz());
    out.send(completed);
  }

  private static ObjectNode about(Item item, String type) {
    return Outbox.event(type).put("item_id", item.id()).put("content_index", 0);
  }

  /** A response in the conversation is over. */
  void answered(ResponseRun run) {
    spoken |= !run.audio().isZero();
    idle.answered(run);
  }

  /** The caller has been silent since the last answer was heard. */
  void timeOut(TurnDetection by) {
    if (!input.isSpeaking() && responses.active() == null) {
      input.timeOut(by);
    }
  }

  /** Random, as the service's are, but the same each time. */
  String newId(String kind) {
    return kind + "_" + model.nextId();
  }

  Duration sinceStart() {
    return Duration.ofNanos(timekeeper.nanoTime() - startNanos);
  }

  SimulatedModel model() {
    return model;
  }

  Handshake handshake() {
    return handshake;
  }

  SessionPlan plan() {
    return plan;
  }

  Outbox out() {
    return out;
  }

  SessionLog messages() {
    return messages;
  }

  SessionSettings settings() {
    return settings;
  }

  Conversation conversation() {
    return conversation;
  }

  Responses responses() {
    return responses;
  }

  AudioInput input() {
    return input;
  }

  Random random() {
    return random;
  }

  @Nullable Closing closing() {
    return closing;
  }

  List<Truncation> truncations() {
    return events.truncations();
  }

  List<ConversationItem> items() {
    return conversation.items().stream().map(Item::seen).toList();
  }

  Map<String, String> headers() {
    return handshake.headers();
  }
}
