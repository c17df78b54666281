package io.callrouter.testkit.carrier;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a far end does by itself when it is dialled.
 *
 * @param talks how long it talks before it hangs up; null until the test lets it hang up
 * @since 0.1
 */
public record FarEndScript(Kind kind, @Nullable Duration talks) {
  /** Rings until the test lets it do something. */
  public static final FarEndScript TOLD = new FarEndScript(Kind.TOLD, null);

  /** How a far end takes a call. */
  public enum Kind {
    /** Rings, and does what the test says. */
    TOLD,
    /** Rings, and nobody comes. */
    NO_ANSWER,
    /** Rings, and is answered. */
    ANSWERS,
    /** Rings, and is refused. */
    DECLINES,
    /** Does not ring: busy. */
    BUSY,
    /** Does not ring: cannot be reached. */
    FAILS
  }

  /** One that talks, if it does, until the test lets it hang up. */
  public static FarEndScript of(Kind kind) {
    return new FarEndScript(kind, null);
  }

  /** Whether nothing happens before the test wants it. */
  public boolean isTold() {
    return kind == Kind.TOLD;
  }
}
