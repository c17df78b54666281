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
    return new Connect(endpoint, Map.of(), List.of());
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
    return new Gather(say(text), 0, Duration.ofSeconds(5), "#");
  }

  /** Collects digits in silence. */
  static Gather gather() {
    return new Gather(null, 0, Duration.ofSeconds(5), "#");
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
   * @since 0.1
   */
  record Connect(String endpoint, Map<String, String> attributes, List<String> taps)
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
      return new Connect(endpoint, more, taps);
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
      return new Connect(endpoint, attributes, more);
    }

    /** Null: its media decide. */
    @Override
    public @Nullable Duration longest() {
      return null;
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
      if (audio.getHost() == null || !("" + audio.getScheme()).matches("(?i)https?")) {
        // The address itself may hold a key, so it is not repeated.
        throw new IllegalArgumentException("audio must be a whole http or https URL");
      }
    }

    /** Null: how long the file is, the carrier finds out. */
    @Override
    public @Nullable Duration longest() {
      return null;
    }
  }

  /**
   * Collects digits; without any it comes out as {@link Outcome.Kind#TIMED_OUT}.
   *
   * @param prompt a {@link Say} or {@link Play} that a digit interrupts, or null for none
   * @param digits how many digits complete it, 0 for any number
   * @param timeout how long to wait for the first and for each next digit, in whole seconds
   * @param finishOn the key that completes it early; empty for none
   * @since 0.1
   */
  record Gather(@Nullable Action prompt, int digits, Duration timeout, String finishOn)
      implements Action {
    /** As many as a caller is thought to press where any number will do. */
    private static final int MANY_KEYS = 32;

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
      return new Gather(sayOrPlay, digits, timeout, finishOn);
    }

    /** This action, complete after that many digits. */
    public Gather digits(int count) {
      return new Gather(prompt, count, timeout, finishOn);
    }

    /** This action with another time to wait for a digit. */
    public Gather timeout(Duration wait) {
      return new Gather(prompt, digits, wait, finishOn);
    }

    /** This action, completed early by another key; empty for none. */
    public Gather finishOn(String key) {
      return new Gather(prompt, digits, timeout, key);
    }

    /** The prompt, and then the whole time-out for every key. */
    @Override
    public @Nullable Duration longest() {
      Duration prompted = prompt == null ? Duration.ZERO : prompt.longest();
      int keys = digits == 0 ? MANY_KEYS : digits;
      return prompted == null ? null : prompted.plus(timeout.multipliedBy(keys + 1L));
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
