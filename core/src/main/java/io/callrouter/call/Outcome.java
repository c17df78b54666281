package io.callrouter.call;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an action came out; stored with the call and given to its flow each time that is run.
 *
 * @param kind how it came out
 * @param result what an endpoint gave when it finished, what the caller said, or what is known of a
 *     failure; empty if nothing
 * @param digits the keys that were pressed; empty if none
 * @param duration how long the far end or the conference was joined, by the carrier's count; null
 *     where there is none
 * @param recording what was recorded, or null
 * @param details what else the carrier told, by the names of {@link Detail} and, for what only one
 *     carrier knows, by the carrier's own name
 * @since 0.1
 */
public record Outcome(
    Kind kind,
    String result,
    String digits,
    @Nullable Duration duration,
    @Nullable Recording recording,
    Map<String, String> details) {
  /** The ways an action can come out. */
  public enum Kind {
    /** It did what it should. */
    DONE,
    /** It could not be done, or broke off. */
    FAILED,
    /** The number dialled was busy. */
    BUSY,
    /** The number dialled did not answer. */
    NO_ANSWER,
    /** The number dialled refused. */
    DECLINED,
    /** It was called off before the number dialled answered, mostly because the caller hung up. */
    CANCELED,
    /** Nothing was pressed or said in time. */
    TIMED_OUT
  }

  /** Names of details that several carriers give. */
  public static final class Detail {
    /** The carrier's id of the leg that was dialled. */
    public static final String CARRIER_ID = "carrier-id";

    /** The SIP status the number dialled answered with. */
    public static final String SIP_STATUS = "sip-status";

    /** How sure the carrier is of what was said, from 0.0 to 1.0. */
    public static final String CONFIDENCE = "confidence";

    private Detail() {}
  }

  /** Checks and copies. */
  public Outcome {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(digits, "digits");
    details = Map.copyOf(details);
  }

  private Outcome(Kind kind, String result, String digits) {
    this(kind, result, digits, null, null, Map.of());
  }

  /** Done, with nothing to tell. */
  public static Outcome done() {
    return done("");
  }

  /** Done, with what an endpoint gave. */
  public static Outcome done(String result) {
    return new Outcome(Kind.DONE, result, "");
  }

  /** Digits were collected; none at all is a time-out. */
  public static Outcome digits(String digits) {
    return new Outcome(digits.isEmpty() ? Kind.TIMED_OUT : Kind.DONE, "", digits);
  }

  /** It failed, for a reason a person can read. */
  public static Outcome failed(String reason) {
    return new Outcome(Kind.FAILED, reason, "");
  }

  /** Whether it came out in one of these ways. */
  public boolean is(Kind first, Kind... others) {
    if (kind == first) {
      return true;
    }
    for (Kind other : others) {
      if (kind == other) {
        return true;
      }
    }
    return false;
  }

  /**
   * One of the details.
   *
   * @return the detail of that name, or null where the carrier did not give it
   */
  public @Nullable String detail(String name) {
    return details.get(name);
  }

  /**
   * Masks the digits, which may be a card number, and leaves out the result of what was done, which
   * may hold the same; why something failed is shown.
   */
  @Override
  public String toString() {
    String reason = kind == Kind.FAILED && !result.isEmpty() ? " " + result : "";
    return kind + reason + (digits.isEmpty() ? "" : " " + "*".repeat(digits.length()));
  }
}
