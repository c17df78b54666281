package io.callrouter.call;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order to place a call.
 *
 * @param to the number or address to dial
 * @param from the number to show; null for the provider's default
 * @param via the provider instance to use; null if there is only one
 * @param action what to do when it is answered
 * @since 0.1
 */
public record Dial(String to, @Nullable String from, @Nullable String via, Action action) {
  /** Checks. */
  public Dial {
    Checks.requireText(to, "to");
    Objects.requireNonNull(action, "action");
  }

  /** Dials a number; without more, the call is hung up when it is answered. */
  public static Dial to(String number) {
    return new Dial(number, null, null, Action.hangup());
  }

  /** This order, showing that number. */
  public Dial from(String number) {
    return new Dial(to, number, via, action);
  }

  /** This order through that provider instance. */
  public Dial via(String provider) {
    return new Dial(to, from, provider, action);
  }

  /** This order with what to do when the call is answered. */
  public Dial whenAnswered(Action next) {
    return new Dial(to, from, via, next);
  }

  /** Masks the numbers. */
  @Override
  public String toString() {
    return "dial "
        + PhoneNumbers.mask(to)
        + (from == null ? "" : " from " + PhoneNumbers.mask(from))
        + (via == null ? "" : " via " + via)
        + ", then "
        + action.kind();
  }
}
