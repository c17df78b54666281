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
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** Answers that fail one after the other; the caller has waited long enough then. */
  private static final int MOST_FAILURES = 2;

  private static final Duration LIMIT_PAUSE = Duration.ofMillis(800);

  /** The greeting is better with the caller's name in it, but not much later. */
  private static final Duration GREETING_WAITS = Duration.ofMillis(500);

  /** A model that takes no leave does not keep the call. */
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(10);

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
  private final Transcript transcript = new Transcript();
  private final List<Speech.Cut> unmentioned = new ArrayList<>();
  private final Timekeeper timekeeper;
  private @Nullable EndpointContext context;
  private @Nullable Speech speech;
  private @Nullable ModelSocket socket;
  private @Nullable String lost;
  private final Leaving leaving = new Leaving();
  private final Map<String, CompletableFuture<PlayedItem>> sounds = new HashMap<>();
  private long startedNanos;
  private long waitingNanos; // since when the caller waits for an answer
  private int failures; // of answers, one after the other
  private boolean greeted;
  private boolean greeting; // that nobody may interrupt is being said
  private boolean spokeMeanwhile;

  private OpenAiAgent(AgentConfig config, ConnectContext context) {
    this.config = config;
    this.call = context.call();
    this.timekeeper = context.timekeeper();
    Conversation conversation = new ToolsConversation();
    ToolContext here = new ToolsContext(call, this, context.attributes());
    Tool lookup = config.callerTool();
    this.toolbox = new Toolbox(config.tools(), lookup);
    this.tools = new ToolCalls(toolbox, here, timekeeper, lock, messages, conversation);
    this.sources = new ToolSources(config.toolSources(), context, toolbox, lock, conversation);
    this.caller = new CallerLookup(lookup, here, timekeeper, lock, conversation);
    this.settings = new SessionSettings(config, this::complete);
    this.session =
        new SessionGuard(config, settings, lock, messages, timekeeper, new SessionOwner());
    this.turns = new Turns(request -> session.send(messages.respond(request)));
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
      leaving.want(new Ending(result, false));
      finishWhenSaid();
    }
  }

  /** Presses keys by their sound; completes when that is over. */
  CompletionStage<String> press(Keys keys) {
    CompletableFuture<PlayedItem> over = new CompletableFuture<>();
    synchronized (lock) {
      EndpointContext here = context;
      if (here == null) {
        throw new IllegalStateException("the call has no audio yet");
      }
      String name = "keys " + sounds.size();
      sounds.put(name, over);
      PlayItem item = here.item(name);
      item.send(keys.audio(here.format()));
      item.end();
    }
    return over.thenApply(keys::pressed);
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
      speech = new Speech(context);
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
      sound = sounds.remove(item.name());
      if (speech != null) {
        speech.played(item).forEach(this::said);
        if (greeting && speech.isEmpty() && turns.active() == null) {
          greetingHeard();
        }
      }
      if (item.name().equals(APOLOGY)) {
        context.fail(String.valueOf(lost));
      }
      finishWhenSaid();
      session.quiet();
    }
    if (sound != null) {
      sound.complete(item);
    }
  }

  private void said(AgentEvent event) {
    if (event instanceof AgentEvent.AgentSaid said) {
      transcript.words(said.item(), said.heardText());
    }
    tell(event);
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
    transcript.lines().forEach(line -> ready.send(messages.replay(line)));
    tools.replay();
    uplink.open(ready);
    if (!greeted) {
      greeted = true;
      waitingNanos = timekeeper.nanoTime();
      if (config.greeting() != null) {
        greeting = config.bargeIn() == BargeIn.AFTER_GREETING;
        caller.whenOver(GREETING_WAITS, () -> turns.want(config.greeting()));
      }
      tell(new AgentEvent.Ready(Duration.ofNanos(waitingNanos - startedNanos)));
    }
    turns.open();
    sources.begin();
  }

  private void complete(ObjectNode settings) {
    toolbox.write(settings);
    caller.write(settings);
  }

  private void greetingHeard() {
    greeting = false;
    if (settings.listen()) {
      session.change();
    }
    if (spokeMeanwhile) {
      spokeMeanwhile = false;
      turns.want(null);
    }
  }

  private void finishWhenSaid() {
    if (context != null) {
      finishWith(leaving.due(turns.isBusy(), speech == null || speech.isEmpty()));
    }
  }

  private void finishWith(@Nullable String result) {
    EndpointContext here = context;
    if (here != null && result != null) {
      here.finish(result);
    }
  }

  /** The model is gone for good: the last that can be done for the caller. */
  private void apologise(EndpointContext here) {
    AudioClip apology = config.apology();
    String result = leaving.take();
    if (result != null) {
      here.finish(result);
    } else if (apology == null) {
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
      unmentioned.clear();
      Speech said = speech;
      if (said != null) {
        String active = turns.active();
        turns.broken(active != null && said.hasAudioOf(active));
        tools.broken();
        said.broken(transcript::words);
      }
    }

    @Override
    public void onLost(String code, String reason) {
      lost = "the agent's model: " + reason;
      socket = null;
      uplink.broken();
      turns.close();
      log.error("{}: {}", call, lost);
      tell(new AgentEvent.Trouble(code, reason, true));
      if (speech != null) {
        speech.broken(transcript::words);
      }
      if (context != null) {
        apologise(context);
      }
    }

    @Override
    public boolean isQuiet() {
      return !turns.isBusy() && (speech == null || speech.isEmpty());
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
      switch (message.type()) {
        case "input_audio_buffer.speech_started" -> speechStarted();
        case "input_audio_buffer.speech_stopped" -> speechStopped();
        case "input_audio_buffer.committed" ->
            transcript.begin(message.text("item_id"), Transcript.Speaker.CALLER);
        case "conversation.item.input_audio_transcription.completed" -> written(message);
        case "response.created" -> created(message);
        case "response.output_audio.delta" -> audio(message);
        case "response.output_audio_transcript.delta" -> words(message);
        case "response.output_audio.done" -> generated(message);
        case "conversation.item.added", "conversation.item.created" -> tools.itemAdded(message);
        case "response.output_item.done" -> tools.itemDone(message);
        case "response.done" -> done(message);
        case "error" -> complained(message);
        default -> log.trace("{}: {}", call, message.type());
      }
    }

    private void written(ServerMessage message) {
      String item = message.text("item_id");
      String text = message.text("transcript");
      transcript.words(item, text);
      tell(new AgentEvent.CallerSaid(item, text));
    }

    private void speechStarted() {
      turns.speechStarted();
      leaving.callerSpoke();
      Speech said = speech;
      if (greeting) {
        spokeMeanwhile = true;
      } else if (said != null && interrupts()) {
        String active = turns.active();
        said.interrupt(active).forEach(cut -> mention(cut, active));
      }
    }

    private boolean interrupts() {
      return config.bargeIn() == BargeIn.ALLOWED || config.bargeIn() == BargeIn.AFTER_GREETING;
    }

    /** An item that is still being made cannot be taken back before it is. */
    private void mention(Speech.Cut cut, @Nullable String active) {
      if (cut.heard() != null) {
        session.send(messages.truncate(cut.item(), cut.heard()));
      } else if (cut.response() != null && cut.response().equals(active)) {
        unmentioned.add(cut);
      } else {
        session.send(messages.delete(cut.item()));
      }
    }

    private void speechStopped() {
      waitingNanos = timekeeper.nanoTime();
      boolean forbidden = config.bargeIn() == BargeIn.FORBIDDEN;
      turns.speechStopped(!greeting && !forbidden);
      if (forbidden) {
        turns.want(null);
      }
    }

    private void created(ServerMessage message) {
      String tag = message.text("response", "metadata", "tag");
      turns.created(message.text("response", "id"), tag);
      if (tag.isEmpty() && tools.isAllGiven()) {
        turns.answeredOtherwise();
      }
      if (turns.callerSpeaks() && interrupts() && !greeting && speech != null) {
        // He began before the answer did, so the service does not take it for interrupted.
        speech.dropRestOf(message.text("response", "id"));
        session.send(messages.cancel());
      }
    }

    private void audio(ServerMessage message) {
      Speech said = speech;
      if (said == null) {
        return;
      }
      String response = message.text("response_id");
      String item = message.text("item_id");
      Duration waited = Duration.ofNanos(timekeeper.nanoTime() - waitingNanos);
      if (said.audio(response, item, message.audio("delta"), waited)) {
        transcript.begin(item, Transcript.Speaker.AGENT);
        tell(new AgentEvent.Answered(response, waited));
      }
    }

    private void words(ServerMessage message) {
      if (speech != null) {
        speech.text(message.text("item_id"), message.text("delta"));
      }
    }

    private void generated(ServerMessage message) {
      if (speech != null) {
        speech.generated(message.text("item_id"));
      }
    }

    private void done(ServerMessage message) {
      String response = message.text("response", "id");
      if (speech != null) {
        speech.answered(response);
      }
      unmentioned.removeIf(
          cut -> {
            boolean its = response.equals(cut.response());
            if (its) {
              session.send(messages.delete(cut.item()));
            }
            return its;
          });
      tell(
          new AgentEvent.Usage(
              message.number("response", "usage", "input_tokens"),
              message.number("response", "usage", "output_tokens")));
      boolean failed = message.text("response", "status").equals("failed");
      failures = failed ? failures + 1 : 0;
      if (failed) {
        failed(message);
      } else {
        session.answered();
      }
      turns.done(response);
      tools.answered(response);
      finishWhenSaid();
      session.quiet();
    }

    private void failed(ServerMessage message) {
      String code = message.text("response", "status_details", "error", "code");
      String text = message.text("response", "status_details", "error", "message");
      String reason = "the model did not answer: " + code + " " + text;
      if (ErrorCodes.isFatal(code) || failures >= MOST_FAILURES) {
        session.giveUp(code, reason, false);
        return;
      }
      log.warn("{}: {}; asking again", call, reason);
      tell(new AgentEvent.Trouble(code, reason, false));
      turns.again();
      if (ErrorCodes.isLimit(code)) {
        turns.pause();
        timekeeper.schedule(LIMIT_PAUSE, this::goOn);
      }
    }

    private void goOn() {
      synchronized (lock) {
        if (socket != null) {
          turns.open();
        }
      }
    }

    private void complained(ServerMessage error) {
      String code = error.text("error", "code");
      boolean busy = code.equals("conversation_already_has_active_response");
      boolean refused = turns.refused(error.text("error", "event_id"), busy);
      if (ErrorCodes.isHarmless(code) || (refused && busy)) {
        return;
      }
      String text = error.text("error", "message");
      log.warn("{}: the model's service complained: {} {}", call, code, text);
      tell(new AgentEvent.Trouble(code, text, false));
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
    public void answer() {
      turns.want(null);
    }

    @Override
    public void takeLeave() {
      turns.want(null, true);
    }

    @Override
    public void acknowledge(String words) {
      turns.want(
          "The caller waits while you look something up. Tell him so in one short sentence, in the"
              + " language you speak with him, and say nothing else. In English it is: "
              + words,
          true);
    }

    @Override
    public boolean isHeard() {
      return speech != null && !speech.isEmpty();
    }

    @Override
    public boolean isBusy() {
      return turns.isBusy();
    }

    @Override
    public void end(Ending ending) {
      int wish = leaving.want(ending);
      timekeeper.schedule(LONGEST_LEAVE, () -> finishUnsaid(wish));
      finishWhenSaid();
    }

    private void finishUnsaid(int wish) {
      synchronized (lock) {
        finishWith(leaving.overdue(wish));
      }
    }

    @Override
    public void tell(AgentEvent event) {
      OpenAiAgent.this.tell(event);
    }
  }
}
