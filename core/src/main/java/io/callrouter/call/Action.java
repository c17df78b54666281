package io.callrouter.call;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says, as data, what to do with a call; each provider turns it into its carrier's own language.
 *
 * <p>Actions are immutable values and hold names, never objects, so that any node can finish what
 * another began. An action that needs an answered call answers it. All but {@link Reject} and
 * {@link Hangup} have an {@link Outcome}, and the flow goes on with it. What only one carrier can
 * do is a {@link Custom}.
 *
 * @since 0.1
 */
public sealed interface Action {
  /** How long a call may be joined with others, unless an action says otherwise: 4 hours. */
  Duration LONGEST = Duration.ofHours(4);

  /** The word for this kind of action in logs and in stored calls, such as {@code gather}. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * The longest time in which the carrier should be back from this action, as far as the action
   * itself tells.
   *
   * @return not shorter than it can take, rather too long; null where only the carrier knows
   */
  @Nullable Duration longest();

  /** Connects the call's audio to a named endpoint of the router. */
  static Connect connect(String endpoint) {
    return new Connect(endpoint, Map.of(), List.of(), false);
  }

  /**
   * Has a named tap of the router listen to both sides of the call from now on, whatever the call
   * does, until {@link #stopTap} or the call's end; the flow goes on at once.
   */
  static StartTap startTap(String tap) {
    return new StartTap(tap, Map.of());
  }

  /** Ends the listening of a tap that {@link #startTap} began; the flow goes on at once. */
  static StopTap stopTap(String tap) {
    return new StopTap(tap);
  }

  /** Speaks a text with the carrier's own voice. */
  static Say say(String text) {
    return new Say(text, null, null);
  }

  /** Plays an audio file that the carrier fetches. */
  static Play play(URI audio) {
    return new Play(audio);
  }

  /** Collects digits while a text is spoken. */
  static Gather gather(String text) {
    return gather().prompt(say(text));
  }

  /** Collects digits in silence. */
  static Gather gather() {
    return new Gather(null, 0, Duration.ofSeconds(5), "#", null);
  }

  /** Records what the caller says after a beep, as a voicemail does, no longer than that. */
  static Record record(Duration max) {
    return new Record(max, Duration.ofSeconds(5), "#", true, true);
  }

  /** Dials on: rings all of these at once and joins the call with the first that answers. */
  static Dial dial(Target... targets) {
    return new Dial(List.of(targets), false, Duration.ofSeconds(30), LONGEST, null, true, false);
  }

  /** Joins the call with all others that are in the conference of that name. */
  static Conference conference(String name) {
    return new Conference(name, false, Beep.ALWAYS, true, false, null, null, 0, LONGEST, false);
  }

  /** Waits in silence. */
  static Pause pause(Duration length) {
    return new Pause(length);
  }

  /** Refuses a call that is not answered yet. */
  static Reject reject(Reason reason) {
    return new Reject(reason);
  }

  /** Hangs up. */
  static Hangup hangup() {
    return new Hangup();
  }

  /** Does what only one carrier knows how to do, such as {@code twilio:redirect}. */
  static Custom custom(String name, Map<String, String> arguments) {
    return new Custom(name, arguments);
  }

  /**
   * Connects the call's audio to an endpoint; ends when the endpoint or the media does.
   *
   * @param endpoint the name the endpoint's factory is registered under
   * @param attributes handed to the factory, and to those of the taps
   * @param taps the names of the taps that listen; a stored call without them has none
   * @param keysInAudio whether keys are sought in what the caller says
   * @since 0.1
   */
  record Connect(
      String endpoint, Map<String, String> attributes, List<String> taps, boolean keysInAudio)
      implements Action {
    /** Checks and copies. */
    public Connect {
      Checks.requireText(endpoint, "endpoint");
      attributes = Map.copyOf(attributes);
      taps = taps == null ? List.of() : List.copyOf(taps);
      taps.forEach(tap -> Checks.requireText(tap, "tap"));
    }

    /** This action with one more attribute. */
    public Connect with(String name, String value) {
      Map<String, String> more = new HashMap<>(attributes);
      more.put(name, value);
      return new Connect(endpoint, more, taps, keysInAudio);
    }

    /**
     * This action with a tap that listens, such as a recorder, by the name its factory is
     * registered under. When the next action connects the open stream to another endpoint and names
     * the tap too, it goes on listening.
     */
    public Connect tap(String name) {
      if (taps.contains(name)) {
        return this;
      }
      List<String> more = new ArrayList<>(taps);
      more.add(name);
      return new Connect(endpoint, attributes, more, keysInAudio);
    }

    /**
     * This action, finding the keys that the caller presses by their tones too, for a carrier that
     * does not report them. A key that it does report is told once all the same.
     */
    public Connect detectKeys() {
      return new Connect(endpoint, attributes, taps, true);
    }

    /** Null: its media decide. */
    @Override
    public @Nullable Duration longest() {
      return null;
    }
  }

  /**
   * Has a tap listen, on a stream of its own that cannot speak, while the call goes on. It comes
   * out as done when the carrier has taken it: what becomes of the tap does not concern the call. A
   * tap that only listens to an endpoint's call is better named by {@link Connect#tap}, which costs
   * no second stream.
   *
   * @param tap the name the tap's factory is registered under; it cannot listen twice at a time
   * @param attributes handed to the factory
   * @since 0.1
   */
  record StartTap(String tap, Map<String, String> attributes) implements Action {
    /** Checks and copies. */
    public StartTap {
      Checks.requireText(tap, "tap");
      attributes = Map.copyOf(attributes);
    }

    /** This action with one more attribute. */
    public StartTap with(String name, String value) {
      Map<String, String> more = new HashMap<>(attributes);
      more.put(name, value);
      return new StartTap(tap, more);
    }

    @Override
    public String kind() {
      return "start-tap";
    }

    /** Nothing: the carrier asks at once what is next. */
    @Override
    public Duration longest() {
      return Duration.ZERO;
    }
  }

  /**
   * Ends the listening of a tap; failed if it does not listen (any more).
   *
   * @param tap the name that {@link StartTap} gave
   * @since 0.1
   */
  record StopTap(String tap) implements Action {
    /** Checks. */
    public StopTap {
      Checks.requireText(tap, "tap");
    }

    @Override
    public String kind() {
      return "stop-tap";
    }

    /** Nothing: the carrier asks at once what is next. */
    @Override
    public Duration longest() {
      return Duration.ZERO;
    }
  }

  /**
   * Speaks a text.
   *
   * @param text what to say, plain text
   * @param language a BCP 47 tag, or null for the carrier's default
   * @param voice the carrier's name of a voice, or null for its default
   * @since 0.1
   */
  record Say(String text, @Nullable String language, @Nullable String voice) implements Action {
    private static final Duration CHARACTER = Duration.ofMillis(300);

    /** Checks. */
    public Say {
      Checks.requireText(text, "text");
    }

    /** This action in a language, by its BCP 47 tag. */
    public Say language(String tag) {
      return new Say(text, tag, voice);
    }

    /** This action with one of the carrier's voices. */
    public Say voice(String name) {
      return new Say(text, language, name);
    }

    /** About four times what an English voice takes, since others are slower. */
    @Override
    public Duration longest() {
      return CHARACTER.multipliedBy(text.length());
    }
  }

  /**
   * Plays an audio file.
   *
   * @param audio absolute http or https address the carrier can fetch
   * @since 0.1
   */
  record Play(URI audio) implements Action {
    /** Checks. */
    public Play {
      Checks.requireHttp(audio, "audio");
    }

    /** Null: how long the file is, the carrier finds out. */
    @Override
    public @Nullable Duration longest() {
      return null;
    }
  }

  /**
   * Collects digits, or what the caller says; without either it comes out as {@link
   * Outcome.Kind#TIMED_OUT}. What was said is the outcome's result.
   *
   * @param prompt a {@link Say} or {@link Play} that the caller interrupts, or null for none
   * @param digits how many digits complete it, 0 for any number
   * @param timeout how long to wait for the caller and for each next digit, in whole seconds
   * @param finishOn the key that completes it early; empty for none
   * @param spokenInput how to listen to what is said, or null for keys only
   * @since 0.1
   */
  record Gather(
      @Nullable Action prompt,
      int digits,
      Duration timeout,
      String finishOn,
      @Nullable Speech spokenInput)
      implements Action {
    /** As many as a caller is thought to press where any number will do. */
    private static final int MANY_KEYS = 32;

    /** How long carriers listen to one who does not stop. */
    private static final Duration LONGEST_SPEECH = Duration.ofMinutes(1);

    /** Checks. */
    public Gather {
      if (prompt != null && !(prompt instanceof Say) && !(prompt instanceof Play)) {
        throw new IllegalArgumentException("a prompt is a say or a play, not a " + prompt.kind());
      }
      if (digits < 0) {
        throw new IllegalArgumentException("digits must not be negative: " + digits);
      }
      Checks.requireWholeSeconds(timeout, "timeout");
      if (!finishOn.isEmpty() && !finishOn.matches("[0-9*#]")) {
        throw new IllegalArgumentException("finishOn must be one key or empty: " + finishOn);
      }
    }

    /** This action with a spoken or played prompt. */
    public Gather prompt(Action sayOrPlay) {
      return new Gather(sayOrPlay, digits, timeout, finishOn, spokenInput);
    }

    /** This action, complete after that many digits. */
    public Gather digits(int count) {
      return new Gather(prompt, count, timeout, finishOn, spokenInput);
    }

    /** This action with another time to wait for the caller. */
    public Gather timeout(Duration wait) {
      return new Gather(prompt, digits, wait, finishOn, spokenInput);
    }

    /** This action, completed early by another key; empty for none. */
    public Gather finishOn(String key) {
      return new Gather(prompt, digits, timeout, key, spokenInput);
    }

    /** This action, which takes what is said in American English too. */
    public Gather speech() {
      return speech(Speech.in("en-US"));
    }

    /** This action, which takes what is said too. */
    public Gather speech(Speech how) {
      return new Gather(prompt, digits, timeout, finishOn, how);
    }

    /** The prompt, and then the whole time-out for every key, or the longest speech. */
    @Override
    public @Nullable Duration longest() {
      Duration prompted = prompt == null ? Duration.ZERO : prompt.longest();
      int keys = digits == 0 ? MANY_KEYS : digits;
      Duration spoken = spokenInput == null ? Duration.ZERO : LONGEST_SPEECH;
      return prompted == null ? null : prompted.plus(timeout.multipliedBy(keys + 1L)).plus(spoken);
    }
  }

  /**
   * Records what the caller says; without a word it comes out as {@link Outcome.Kind#TIMED_OUT}. A
   * caller may hang up when he has said all: that is done too, the recording is in the call's
   * record, and the flow may use it in a {@link Flow#once} although there is nobody left to talk
   * to.
   *
   * @param max the longest recording, in whole seconds
   * @param silence the pause that ends it, in whole seconds
   * @param finishOn the keys of which any ends it; empty for none
   * @param beep whether a tone asks the caller to speak
   * @param trim whether silence at its beginning and end is cut off
   * @since 0.1
   */
  @SuppressWarnings("JavaLangClash") // The field's word; it is always written Action.Record.
  record Record(Duration max, Duration silence, String finishOn, boolean beep, boolean trim)
      implements Action {
    /** Checks. */
    public Record {
      Checks.requireWholeSeconds(max, "max");
      Checks.requireWholeSeconds(silence, "silence");
      if (!finishOn.matches("[0-9*#]*")) {
        throw new IllegalArgumentException("finishOn must be made of 0-9 * #: " + finishOn);
      }
    }

    /** This action, ended by another pause. */
    public Record silence(Duration pause) {
      return new Record(max, pause, finishOn, beep, trim);
    }

    /** This action, ended by any of these keys; empty for none. */
    public Record finishOn(String keys) {
      return new Record(max, silence, keys, beep, trim);
    }

    /** This action with or without a tone at its beginning. */
    public Record beep(boolean tone) {
      return new Record(max, silence, finishOn, tone, trim);
    }

    /** This action with or without the silence at its ends cut off. */
    public Record trim(boolean cut) {
      return new Record(max, silence, finishOn, beep, cut);
    }

    /** The silence before a word, and then all that may be recorded. */
    @Override
    public Duration longest() {
      return silence.plus(max);
    }
  }

  /**
   * Dials on and joins the call with the first that answers, until one of the two hangs up. It
   * comes out as done, busy, not answered, declined or failed, with how long they were joined.
   *
   * @param targets whom to dial, at least one
   * @param inTurn whether they are dialled one after another, not all at once
   * @param ringTimeout how long it may ring, in whole seconds
   * @param timeLimit how long they may be joined, in whole seconds; the carrier itself sees to it
   * @param callerId the number to show; null for the carrier's choice, mostly the caller's own
   * @param answerOnBridge whether a call that is not answered yet rings on until the far end
   *     answers; if not, it is answered first
   * @param recorded whether both sides are recorded from the answer on, each in a channel of its
   *     own
   * @since 0.1
   */
  record Dial(
      List<Target> targets,
      boolean inTurn,
      Duration ringTimeout,
      Duration timeLimit,
      @Nullable String callerId,
      boolean answerOnBridge,
      boolean recorded)
      implements Action {
    /** Checks and copies. */
    public Dial {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a dial needs a target");
      }
      Checks.requireWholeSeconds(ringTimeout, "ringTimeout");
      Checks.requireWholeSeconds(timeLimit, "timeLimit");
      if (callerId != null) {
        Checks.requireText(callerId, "callerId");
      }
    }

    /** This action with its targets dialled one after another, or all at once. */
    public Dial inTurn(boolean oneByOne) {
      return new Dial(
          targets, oneByOne, ringTimeout, timeLimit, callerId, answerOnBridge, recorded);
    }

    /** This action, ringing no longer than that. */
    public Dial ringTimeout(Duration longest) {
      return new Dial(targets, inTurn, longest, timeLimit, callerId, answerOnBridge, recorded);
    }

    /** This action with a conversation no longer than that. */
    public Dial timeLimit(Duration longest) {
      return new Dial(targets, inTurn, ringTimeout, longest, callerId, answerOnBridge, recorded);
    }

    /** This action, showing that number. */
    public Dial callerId(String number) {
      return new Dial(targets, inTurn, ringTimeout, timeLimit, number, answerOnBridge, recorded);
    }

    /** This action, answering the caller when the far end answers, or before it is dialled. */
    public Dial answerOnBridge(boolean late) {
      return new Dial(targets, inTurn, ringTimeout, timeLimit, callerId, late, recorded);
    }

    /** This action with or without a recording. */
    public Dial recorded(boolean recording) {
      return new Dial(targets, inTurn, ringTimeout, timeLimit, callerId, answerOnBridge, recording);
    }

    /** As long as it may ring, for each that is dialled in turn, and then the conversation. */
    @Override
    public Duration longest() {
      return ringTimeout.multipliedBy(inTurn ? targets.size() : 1L).plus(timeLimit);
    }

    /** Masks the numbers. */
    @Override
    public String toString() {
      String shown = callerId == null ? "" : " from " + PhoneNumbers.mask(callerId);
      return "dial " + targets + shown;
    }
  }

  /** When a conference hears a tone. */
  enum Beep {
    /** When one comes and when one goes. */
    ALWAYS,
    /** When one comes. */
    ON_ENTER,
    /** When one goes. */
    ON_EXIT,
    /** Not for this one. */
    NEVER
  }

  /**
   * Joins the call with all others in a conference, which begins with its first participant; done
   * when the call leaves it or the conference ends.
   *
   * @param name the conference's name, the same for all who are to meet; carriers log it, so it
   *     should hold no personal data
   * @param muted whether the others do not hear this one
   * @param beep when the others hear a tone because of this one
   * @param startOnEnter whether the others, who have waited so far, hear each other from now on
   * @param endOnExit whether the conference is over for all when this one leaves
   * @param waitAudio what is heard before the conference starts: an address the carrier fetches,
   *     {@link #SILENCE}, or null for the carrier's music
   * @param label names the participant within the conference, or null
   * @param maxParticipants how many may take part, 0 for as many as the carrier allows
   * @param timeLimit how long this one may take part, in whole seconds; the carrier sees to it
   * @param recorded whether the conference is recorded from its start
   * @since 0.1
   */
  record Conference(
      String name,
      boolean muted,
      Beep beep,
      boolean startOnEnter,
      boolean endOnExit,
      @Nullable URI waitAudio,
      @Nullable String label,
      int maxParticipants,
      Duration timeLimit,
      boolean recorded)
      implements Action {
    /** Nothing is heard before the conference starts. */
    public static final URI SILENCE = URI.create("");

    /** Checks. */
    public Conference {
      Checks.requireText(name, "name");
      Objects.requireNonNull(beep, "beep");
      if (waitAudio != null && !waitAudio.equals(SILENCE)) {
        Checks.requireHttp(waitAudio, "waitAudio");
      }
      if (label != null) {
        Checks.requireText(label, "label");
      }
      if (maxParticipants < 0) {
        throw new IllegalArgumentException(
            "maxParticipants must not be negative: " + maxParticipants);
      }
      Checks.requireWholeSeconds(timeLimit, "timeLimit");
    }

    /** This action, taking part without being heard, or heard. */
    public Conference muted(boolean silent) {
      return new Conference(
          name,
          silent,
          beep,
          startOnEnter,
          endOnExit,
          waitAudio,
          label,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /** This action with another use of the tone. */
    public Conference beep(Beep when) {
      return new Conference(
          name,
          muted,
          when,
          startOnEnter,
          endOnExit,
          waitAudio,
          label,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /** This action, starting the conference or waiting for one who does. */
    public Conference startOnEnter(boolean starts) {
      return new Conference(
          name,
          muted,
          beep,
          starts,
          endOnExit,
          waitAudio,
          label,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /** This action, ending the conference when it leaves, or not. */
    public Conference endOnExit(boolean ends) {
      return new Conference(
          name,
          muted,
          beep,
          startOnEnter,
          ends,
          waitAudio,
          label,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /**
     * This action with what is heard before the conference starts; {@link #SILENCE} for nothing.
     */
    public Conference waitAudio(URI audio) {
      return new Conference(
          name,
          muted,
          beep,
          startOnEnter,
          endOnExit,
          audio,
          label,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /** This action with a label for the participant. */
    public Conference label(String text) {
      return new Conference(
          name,
          muted,
          beep,
          startOnEnter,
          endOnExit,
          waitAudio,
          text,
          maxParticipants,
          timeLimit,
          recorded);
    }

    /** This action with a limit to the conference; 0 for the carrier's. */
    public Conference maxParticipants(int most) {
      return new Conference(
          name, muted, beep, startOnEnter, endOnExit, waitAudio, label, most, timeLimit, recorded);
    }

    /** This action, taking part no longer than that. */
    public Conference timeLimit(Duration longest) {
      return new Conference(
          name,
          muted,
          beep,
          startOnEnter,
          endOnExit,
          waitAudio,
          label,
          maxParticipants,
          longest,
          recorded);
    }

    /** This action with or without a recording. */
    public Conference recorded(boolean recording) {
      return new Conference(
          name,
          muted,
          beep,
          startOnEnter,
          endOnExit,
          waitAudio,
          label,
          maxParticipants,
          timeLimit,
          recording);
    }

    /** Carriers see to the time limit themselves, from the moment the call joins. */
    @Override
    public Duration longest() {
      return timeLimit;
    }
  }

  /**
   * Waits in silence.
   *
   * @param length in whole seconds, at least one
   * @since 0.1
   */
  record Pause(Duration length) implements Action {
    /** Checks. */
    public Pause {
      Checks.requireWholeSeconds(length, "length");
    }

    @Override
    public Duration longest() {
      return length;
    }
  }

  /**
   * Refuses a call that is not answered yet, which costs nothing at most carriers.
   *
   * @param reason what the caller hears
   * @since 0.1
   */
  record Reject(Reason reason) implements Action {
    /** Checks. */
    public Reject {
      Objects.requireNonNull(reason, "reason");
    }

    /** Nothing: the call is over. */
    @Override
    public Duration longest() {
      return Duration.ZERO;
    }
  }

  /**
   * Ends the call.
   *
   * @since 0.1
   */
  record Hangup() implements Action {
    /** Nothing: the call is over. */
    @Override
    public Duration longest() {
      return Duration.ZERO;
    }
  }

  /**
   * A provider's own action.
   *
   * @param name the provider type, a colon and the provider's word
   * @param arguments what the provider's documentation asks for
   * @since 0.1
   */
  record Custom(String name, Map<String, String> arguments) implements Action {
    /** Checks and copies. */
    public Custom {
      if (!name.matches("[a-z][a-z0-9-]*:\\S+")) {
        throw new IllegalArgumentException(
            "name must be a provider type, a colon and its word, like twilio:redirect: " + name);
      }
      arguments = Map.copyOf(arguments);
    }

    /** Null: only the provider knows. */
    @Override
    public @Nullable Duration longest() {
      return null;
    }
  }
}
