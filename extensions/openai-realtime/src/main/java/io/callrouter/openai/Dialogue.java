package io.callrouter.openai;

import io.callrouter.call.Call;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the caller and the model say to each other, as the service tells of it: turns, answers,
 * interruptions, and what was heard of them.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Dialogue {
  private static final Logger log = LoggerFactory.getLogger(Dialogue.class);

  /** Answers that fail one after the other; the caller has waited long enough then. */
  private static final int MOST_FAILURES = 2;

  private static final Duration LIMIT_PAUSE = Duration.ofMillis(800);

  private final AgentConfig config;
  private final Call call;
  private final Timekeeper timekeeper;
  private final Object lock;
  private final SessionGuard session;
  private final SessionSettings settings;
  private final Turns turns;
  private final Leaving leaving;
  private final ClientMessages messages;
  private final Consumer<AgentEvent> tell;
  private final Transcript transcript = new Transcript();
  private final List<Speech.Cut> unmentioned = new ArrayList<>();
  private @Nullable Speech speech;
  private long waitingNanos; // since when the caller waits for an answer
  private int failures; // of answers, one after the other
  private boolean paused; // for the account's limit
  private boolean greeting; // that nobody may interrupt is being said
  private boolean spokeMeanwhile;

  Dialogue(
      AgentConfig config,
      Call call,
      Timekeeper timekeeper,
      Object lock,
      SessionGuard session,
      SessionSettings settings,
      Turns turns,
      Leaving leaving,
      ClientMessages messages,
      Consumer<AgentEvent> tell) {
    this.config = config;
    this.call = call;
    this.timekeeper = timekeeper;
    this.lock = lock;
    this.session = session;
    this.settings = settings;
    this.turns = turns;
    this.leaving = leaving;
    this.messages = messages;
    this.tell = tell;
  }

  /** The call's audio is there. */
  void start(EndpointContext context) {
    speech = new Speech(context);
  }

  /** The caller waits to be greeted, or for an answer, from now on. */
  void begin() {
    waitingNanos = timekeeper.nanoTime();
    greeting = config.greeting() != null && config.bargeIn() == BargeIn.AFTER_GREETING;
  }

  /** Tells a session that takes over what was said so far. */
  void replay() {
    transcript.lines().forEach(line -> session.send(messages.replay(line)));
  }

  /** The session in use takes requests. */
  void open() {
    paused = false;
    turns.open();
  }

  /** Whether the caller has heard all that was said so far. */
  boolean isHeard() {
    return speech == null || speech.isEmpty();
  }

  /** The session is gone; what is there of an answer is heard to its end. */
  void broken() {
    paused = false;
    unmentioned.clear();
    Speech said = speech;
    if (said != null) {
      String active = turns.active();
      turns.broken(active != null && said.hasAudioOf(active));
      said.broken(transcript::words);
    }
  }

  /** An item of the call's playback is over. */
  void played(PlayedItem item) {
    if (speech == null) {
      return;
    }
    speech.played(item).forEach(this::said);
    lookForEndOfGreeting();
  }

  private void said(AgentEvent event) {
    if (event instanceof AgentEvent.AgentSaid said) {
      transcript.words(said.item(), said.heardText());
    }
    tell.accept(event);
  }

  /** It is over when nothing of it is still to be made or heard, even if there never was any. */
  private void lookForEndOfGreeting() {
    if (greeting && isHeard() && turns.isAnswered()) {
      greetingOver();
    }
  }

  private void greetingOver() {
    greeting = false;
    if (settings.listen()) {
      session.change();
    }
    if (spokeMeanwhile) {
      spokeMeanwhile = false;
      turns.want(null);
    }
  }

  /** Something came from the session in use. */
  void onMessage(ServerMessage message) {
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
      case "response.done" -> done(message);
      case "error" -> complained(message);
      default -> {
        // New kinds come often, and those of tools are not of this.
      }
    }
  }

  private void written(ServerMessage message) {
    String item = message.text("item_id");
    String text = message.text("transcript");
    transcript.words(item, text);
    tell.accept(new AgentEvent.CallerSaid(item, text));
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
    turns.created(message.text("response", "id"), message.text("response", "metadata", "tag"));
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
      tell.accept(new AgentEvent.Answered(response, waited));
    }
  }

  private void words(ServerMessage message) {
    String item = message.text("item_id");
    transcript.begin(item, Transcript.Speaker.AGENT);
    if (speech != null) {
      speech.text(item, message.text("delta"));
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
    tell.accept(
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
    lookForEndOfGreeting();
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
    tell.accept(new AgentEvent.Trouble(code, reason, false));
    turns.again();
    if (ErrorCodes.isLimit(code)) {
      paused = true;
      turns.pause();
      timekeeper.schedule(LIMIT_PAUSE, this::goOn);
    }
  }

  private void goOn() {
    synchronized (lock) {
      if (paused) {
        open();
      }
    }
  }

  private void complained(ServerMessage error) {
    String code = error.text("error", "code");
    boolean busy = code.equals("conversation_already_has_active_response");
    boolean refused = turns.refused(error.text("error", "event_id"), busy);
    lookForEndOfGreeting();
    if (ErrorCodes.isHarmless(code) || (refused && busy)) {
      return;
    }
    String text = error.text("error", "message");
    log.warn("{}: the model's service complained: {} {}", call, code, text);
    tell.accept(new AgentEvent.Trouble(code, text, false));
  }
}
