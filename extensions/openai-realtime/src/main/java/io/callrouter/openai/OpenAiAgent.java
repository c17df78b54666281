package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Call;
import io.callrouter.media.AudioClip;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call's conversation with an OpenAI Realtime model.
 *
 * <p>Its session is opened as soon as the call is to be connected ({@link EndpointFactory#early}).
 * What the caller says before the session is ready is kept, and the greeting is asked for exactly
 * once. When the caller speaks, playback is cut at once and the model is told how much of each of
 * its items was heard. A session that is refused or lost ends the agent with a failed outcome, so
 * that the flow goes on.
 *
 * <p>All public methods may be called from any thread and none blocks.
 *
 * @since 0.1
 */
public final class OpenAiAgent implements AudioEndpoint {
  private static final Logger log = LoggerFactory.getLogger(OpenAiAgent.class);

  private static final String APOLOGY = "apology";

  /** The greeting is better with the caller's name in it, but not much later. */
  private static final Duration GREETING_WAITS = Duration.ofMillis(500);

  private final AgentConfig config;
  private final Call call;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final ClientMessages messages = new ClientMessages();
  private final SessionSettings settings;
  private final Toolbox toolbox;
  private final SessionGuard session;
  private final Turns turns;
  private final ToolCalls tools;
  private final ToolSources sources;
  private final CallerLookup caller;
  private final Uplink uplink = new Uplink();
  private final Dialogue dialogue;
  private final Timekeeper timekeeper;
  private @Nullable EndpointContext context;
  private @Nullable ModelSocket socket;
  private @Nullable String lost;
  private final Leaving leaving;
  private final Sounds sounds = new Sounds();
  private long startedNanos;
  private boolean greeted;

  private OpenAiAgent(AgentConfig config, ConnectContext context) {
    this.config = config;
    this.call = context.call();
    this.timekeeper = context.timekeeper();
    this.settings = new SessionSettings(config, this::complete);
    this.session =
        new SessionGuard(config, settings, lock, messages, timekeeper, new SessionOwner());
    this.turns = new Turns(request -> session.send(messages.respond(request)));
    this.leaving = new Leaving(lock, timekeeper, turns, this::isHeard);
    this.dialogue =
        new Dialogue(
            config,
            call,
            timekeeper,
            lock,
            session,
            settings,
            turns,
            leaving,
            messages,
            this::tell);
    Conversation conversation = new ToolsConversation();
    ToolContext here = new ToolsContext(call, this, context.attributes());
    Tool lookup = config.callerTool();
    this.toolbox = new Toolbox(config.tools(), lookup);
    this.tools =
        new ToolCalls(toolbox, here, timekeeper, lock, messages, turns, leaving, conversation);
    this.sources = new ToolSources(config.toolSources(), context, toolbox, lock, conversation);
    this.caller = new CallerLookup(lookup, here, timekeeper, lock, conversation);
  }

  /** Makes an agent for each call; for {@code builder.endpoint(name, factory)}. */
  public static EndpointFactory factory(AgentConfig config) {
    Objects.requireNonNull(config, "config");
    return EndpointFactory.early(context -> open(config, context));
  }

  /**
   * Makes an agent for each call that differs by call: by the number that was called, or the
   * caller's language.
   *
   * @param config called for each call as {@link EndpointFactory#create} is; may block, though the
   *     caller waits for it
   */
  public static EndpointFactory factory(Function<? super ConnectContext, AgentConfig> config) {
    Objects.requireNonNull(config, "config");
    return EndpointFactory.early(context -> open(config.apply(context), context));
  }

  private static OpenAiAgent open(AgentConfig config, ConnectContext context) {
    OpenAiAgent agent = new OpenAiAgent(config, context);
    synchronized (agent.lock) {
      agent.caller.open();
      agent.sources.open();
      agent.session.open();
    }
    return agent;
  }

  /** Has the agent say something, word for word as far as the model complies, when it may. */
  public void say(String text) {
    synchronized (lock) {
      turns.want("Say exactly the following to the caller, and nothing else: " + text, true);
    }
  }

  /**
   * Has the model answer what the caller has said so far; needed only with {@link
   * TurnDetection.None}.
   */
  public void answer() {
    synchronized (lock) {
      session.send(messages.commit());
      turns.want(null);
    }
  }

  /**
   * Lets the agent say what it has begun or was asked to say, then ends it with that result, which
   * is the outcome of the connect action.
   */
  public void finish(String result) {
    synchronized (lock) {
      leaving.want(result);
    }
  }

  /** Presses keys by their sound; completes when that is over. */
  CompletionStage<String> press(Keys keys) {
    synchronized (lock) {
      EndpointContext here = context;
      if (here == null) {
        throw new IllegalStateException("the call has no audio yet");
      }
      return sounds.play(here, keys.sounds()).thenApply(Keys::pressed);
    }
  }

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    AudioFormat format = SessionSettings.formatFor(carrierFormat);
    synchronized (lock) {
      if (settings.use(format)) {
        session.configure();
      }
    }
    return format;
  }

  @Override
  public Pace pace() {
    return Pace.AHEAD;
  }

  @Override
  public void onStart(EndpointContext context) {
    synchronized (lock) {
      this.context = context;
      dialogue.start(context);
      leaving.begin(context);
      startedNanos = timekeeper.nanoTime();
      if (lost != null) {
        apologise(context);
      } else {
        begin();
      }
    }
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) {
    synchronized (lock) {
      uplink.audio(frame);
    }
  }

  @Override
  public void onPlayed(EndpointContext context, PlayedItem item) {
    CompletableFuture<PlayedItem> sound;
    synchronized (lock) {
      sound = sounds.played(item);
      dialogue.played(item);
      if (item.name().equals(APOLOGY)) {
        context.fail(String.valueOf(lost));
      }
      leaving.look();
      session.quiet();
    }
    if (sound != null) {
      sound.complete(item);
    }
  }

  @Override
  public void onEnd(EndpointContext context) {
    boolean hangsUp;
    synchronized (lock) {
      hangsUp = leaving.hangsUp();
    }
    if (hangsUp) {
      call.hangup();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      tools.close();
      sources.close();
      caller.close();
      turns.close();
      session.close();
    }
  }

  /** Begins the conversation, or goes on with it, once both are there: call's audio and session. */
  private void begin() {
    ModelSocket ready = socket;
    if (context == null || ready == null) {
      return;
    }
    dialogue.replay();
    tools.replay();
    uplink.open(ready);
    if (!greeted) {
      greeted = true;
      dialogue.begin();
      if (config.greeting() != null) {
        caller.whenOver(GREETING_WAITS, () -> turns.want(config.greeting()));
      }
      tell(new AgentEvent.Ready(Duration.ofNanos(timekeeper.nanoTime() - startedNanos)));
    }
    dialogue.open();
    sources.begin();
  }

  private void complete(ObjectNode settings) {
    toolbox.write(settings);
    caller.write(settings);
  }

  private boolean isHeard() {
    return dialogue.isHeard();
  }

  /** The model is gone for good: the last that can be done for the caller. */
  private void apologise(EndpointContext here) {
    AudioClip apology = config.apology();
    if (leaving.end()) {
      return;
    }
    if (apology == null) {
      here.fail(String.valueOf(lost));
    } else {
      apology.sendTo(here.item(APOLOGY), here.format());
    }
  }

  private void tell(AgentEvent event) {
    try {
      config.listener().onEvent(call, event);
    } catch (RuntimeException e) {
      log.warn("{}: the agent's listener failed", call, e);
    }
  }

  private record ToolsContext(Call call, OpenAiAgent agent, Map<String, String> attributes)
      implements ToolContext {}

  /** What comes from the model, with the lock. */
  private final class SessionOwner implements SessionGuard.Owner {
    @Override
    public void onReady(ModelSocket ready) {
      socket = ready;
      begin();
    }

    @Override
    public void onBroken(String code, String reason) {
      log.warn("{}: {}; opening another session", call, reason);
      tell(new AgentEvent.Trouble(code, reason, false));
      onLeft();
    }

    @Override
    public void onLeft() {
      socket = null;
      uplink.broken();
      dialogue.broken();
      tools.broken();
    }

    @Override
    public void onLost(String code, String reason) {
      lost = "the agent's model: " + reason;
      socket = null;
      uplink.broken();
      turns.close();
      dialogue.broken();
      log.error("{}: {}", call, lost);
      tell(new AgentEvent.Trouble(code, reason, true));
      if (context != null) {
        apologise(context);
      }
    }

    @Override
    public boolean isQuiet() {
      return !turns.isBusy() && dialogue.isHeard();
    }

    @Override
    public boolean isWaiting() {
      return turns.isWaiting();
    }

    @Override
    public boolean askAgain() {
      return turns.askForOwed();
    }

    @Override
    public void onMessage(ServerMessage message) {
      if (message.type().equals("error") && sources.refused(message)) {
        return;
      }
      dialogue.onMessage(message);
      switch (message.type()) {
        case "conversation.item.added", "conversation.item.created" -> tools.itemAdded(message);
        case "response.output_item.done" -> tools.itemDone(message);
        case "response.created" -> answeredOtherwise(message);
        case "response.done" -> done(message);
        default -> log.trace("{}: {}", call, message.type());
      }
    }

    /** What tools gave is taken up in an answer that the service has begun by itself. */
    private void answeredOtherwise(ServerMessage created) {
      if (created.text("response", "metadata", "tag").isEmpty() && tools.isAllGiven()) {
        turns.answeredOtherwise();
      }
    }

    private void done(ServerMessage message) {
      tools.answered(message.text("response", "id"));
      leaving.look();
      session.quiet();
    }
  }

  /** What the tools want, with the lock. */
  private final class ToolsConversation implements Conversation {
    @Override
    public void send(String message) {
      session.send(message);
    }

    @Override
    public void change() {
      session.change();
    }

    @Override
    public void tell(AgentEvent event) {
      OpenAiAgent.this.tell(event);
    }
  }
}
