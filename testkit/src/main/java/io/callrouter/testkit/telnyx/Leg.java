package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One leg: parked or ringing, answered, bridged, over. All methods need the lock of the {@link
 * CallControl}.
 */
final class Leg {
  /** Who placed it. */
  enum Direction {
    INCOMING,
    OUTGOING
  }

  /** How far it is. */
  enum State {
    /** A caller waits to be answered. */
    PARKED,
    /** A far end was dialled and has not answered. */
    RINGING,
    ANSWERED,
    BRIDGED,
    HANGUP;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Duration LONGEST = Duration.ofHours(4);
  private static final Duration UNTOUCHED = Duration.ofSeconds(10);

  private final CallControl control;
  private final LegParts parts;
  private final Direction direction;
  private final @Nullable Leg owner;
  private final Instant startTime;
  private final LegEvents events;
  private final CommandIds commandIds = new CommandIds();
  private final AudioQueue audio;
  private final LegStream stream;
  private final List<Timekeeper.Timer> timers = new ArrayList<>();
  private State state;
  private String clientState = "";
  private URI webhookUrl;
  private @Nullable DigitGather gather;
  private @Nullable LegRecording recording;
  private @Nullable Leg peer;
  private boolean parksAfterUnbridge;
  private final StringBuilder heardKeys = new StringBuilder();
  private @Nullable Instant answeredAt;
  private @Nullable Instant endTime;
  private long lastActNanos;
  private Timekeeper.Timer untouched = () -> {};
  private boolean rung;
  private int recordings;
  private Runnable whenAnswered = () -> {};

  Leg(CallControl control, LegParts parts, Direction direction, @Nullable Leg owner) {
    this.control = control;
    this.parts = parts;
    this.direction = direction;
    this.owner = owner;
    this.startTime = control.timekeeper().now();
    this.events = new LegEvents(this, control);
    this.audio = new AudioQueue(this, control);
    this.stream = new LegStream(this, control);
    this.state = direction == Direction.INCOMING ? State.PARKED : State.RINGING;
    this.webhookUrl = control.webhookUrl();
    touch();
  }

  LegParts parts() {
    return parts;
  }

  LegIds ids() {
    return parts.ids();
  }

  Direction direction() {
    return direction;
  }

  String from() {
    return parts.plan().from();
  }

  String to() {
    return parts.plan().to();
  }

  /** In whose log it is noted, too. */
  @Nullable Leg owner() {
    return owner;
  }

  State state() {
    return state;
  }

  Instant startTime() {
    return startTime;
  }

  /** The last state that a command set on this leg; empty if none did. */
  String clientState() {
    return clientState;
  }

  URI webhookUrl() {
    return webhookUrl;
  }

  CommandIds commandIds() {
    return commandIds;
  }

  LegEvents events() {
    return events;
  }

  AudioQueue audio() {
    return audio;
  }

  LegStream stream() {
    return stream;
  }

  /** Counts its recordings from 1. */
  int nextRecording() {
    return ++recordings;
  }

  @Nullable LegRecording recording() {
    return recording;
  }

  @Nullable Leg peer() {
    return peer;
  }

  boolean isAlive() {
    return state != State.HANGUP;
  }

  boolean wasAnswered() {
    return answeredAt != null;
  }

  /** When it was answered; null if it was not. */
  @Nullable Instant answeredAt() {
    return answeredAt;
  }

  /** When it ended; null if it has not. */
  @Nullable Instant endTime() {
    return endTime;
  }

  /** Whether nothing has happened on it for so long that the application means to do nothing. */
  boolean isUntouched() {
    return parts.clock().nanos() - lastActNanos >= UNTOUCHED.toNanos();
  }

  /** Something happens on it now. */
  void touch() {
    lastActNanos = parts.clock().nanos();
    untouched.cancel();
    // Virtual time stops at timers only, so there is one when whoever waits for it is to look.
    untouched = control.after(UNTOUCHED, () -> {});
  }

  /** Whether the far end was reached. */
  boolean hasRung() {
    return rung;
  }

  /** The far end is reached. */
  void ring() {
    rung = true;
    events.initiated("bridging");
  }

  /** Does something to it after that time, unless it is over by then. */
  Timekeeper.Timer after(Duration delay, Runnable change) {
    Timekeeper.Timer timer =
        control.after(
            delay,
            () -> {
              if (isAlive()) {
                change.run();
              }
            });
    timers.add(timer);
    return timer;
  }

  /** Takes what every command can set. */
  void configure(ObjectNode body) {
    clientState = body.path("client_state").asText(clientState);
    if (body.hasNonNull("webhook_url")) {
      webhookUrl = URI.create(body.path("webhook_url").asText());
    }
    JsonNode policies = body.path("webhook_retries_policies");
    if (policies.isObject()) {
      events.retryBy(policies);
    }
    touch();
  }

  /** A caller is there. */
  void arrive() {
    after(LONGEST, () -> hangUp(Hangup.timeLimit()));
    events.initiated("parked");
  }

  /** Answers, or has been answered. */
  void answer() {
    state = State.ANSWERED;
    answeredAt = control.timekeeper().now();
    note(Kind.ANSWERED, "");
    events.answered();
    whenAnswered.run();
  }

  /** Is done right after it has been answered. */
  void whenAnswered(Runnable then) {
    whenAnswered = then;
  }

  /** Keys are sent to whoever is on the phone. */
  void hear(String keys) {
    heardKeys.append(keys);
    note(Kind.VERB, "send_dtmf");
  }

  /** All keys that were sent to whoever is on the phone, with their pauses. */
  String heardKeys() {
    return heardKeys.toString();
  }

  /** What becomes of it when the leg it is bridged with next is gone. */
  void parksAfterUnbridge(boolean parks) {
    parksAfterUnbridge = parks;
  }

  /** Joins it with another one; both were answered. */
  void bridge(Leg other, boolean parksAfterwards) {
    parksAfterUnbridge = parksAfterwards;
    join(other);
    other.join(this);
  }

  private void join(Leg other) {
    Leg before = peer;
    peer = other;
    if (before != null && before != other) {
      before.lose();
    }
    state = State.BRIDGED;
    touch();
    events.bridged();
    takeKeys();
  }

  /** Takes keys for as long as there is somebody for whom they are; a stream takes its own. */
  void takeKeys() {
    while (isAlive() && (gather != null || state == State.BRIDGED) && !stream.isTalk()) {
      if (!takeKey()) {
        CompletionStage<?> pressed = parts.keypad().pressed();
        pressed.thenRun(() -> control.locked(this::takeKeys));
        return;
      }
    }
  }

  /** Takes the next key, unless a stream does; false if there is none. */
  boolean takeKey() {
    Character key = stream.isTalk() ? null : parts.takeKey();
    if (key == null) {
      return false;
    }
    stream.tell(key);
    pressed(key);
    return true;
  }

  /** A key was taken: it is told, and gathered. */
  void pressed(char key) {
    if (isAlive()) {
      events.key(key);
      DigitGather gathering = gather;
      if (gathering != null) {
        gathering.press(key);
      }
    }
  }

  /** The leg it was bridged with is gone. */
  private void lose() {
    peer = null;
    touch();
    if (parksAfterUnbridge) {
      parksAfterUnbridge = false;
      state = State.ANSWERED;
    } else {
      hangUp(Hangup.unbridged());
    }
  }

  void gather(@Nullable DigitGather next) {
    DigitGather before = gather;
    gather = next;
    if (before != null) {
      before.cancel("cancelled");
    }
    if (next != null) {
      next.begin();
      takeKeys();
    }
  }

  @Nullable DigitGather gather() {
    return gather;
  }

  /** The gather has its result. */
  void gathered(DigitGather ended) {
    if (gather == ended) {
      gather = null;
    }
  }

  void record(@Nullable LegRecording next) {
    LegRecording before = recording;
    if (before != null) {
      before.stop();
    }
    recording = next;
    occupyVoice();
    if (next != null) {
      next.begin();
    }
  }

  /** The recording has come to its end. */
  void recorded() {
    recording = null;
    occupyVoice();
  }

  /** A stream or a recording takes what the caller says; others only overhear it. */
  void occupyVoice() {
    parts.voice().occupy(stream.isTalk() || recording != null);
  }

  /** Ends it; all that goes on ends first. */
  void hangUp(Hangup how) {
    if (!isAlive()) {
      return;
    }
    state = State.HANGUP;
    endTime = control.timekeeper().now();
    timers.forEach(Timekeeper.Timer::cancel);
    audio.hangUp();
    DigitGather gathering = gather;
    if (gathering != null) {
      gathering.cancel("call_hangup");
    }
    record(null);
    stream.stop();
    note(Kind.ENDED, how.cause());
    events.hangup(how);
    Leg other = peer;
    peer = null;
    if (other != null) {
      other.lose();
    }
    touch();
  }

  /** Notes what happens, in the owner's log as that of a far end. */
  void note(Kind kind, String detail) {
    parts.log().add(kind, detail);
    if (owner != null) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      owner.parts().log().add(Kind.FAR_END, (to() + " " + word + " " + detail).strip());
    }
  }
}
