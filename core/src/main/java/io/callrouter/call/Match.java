package io.callrouter.call;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Ready-made predicates for routes; any other {@code Predicate<CallFacts>} will do as well.
 *
 * @since 0.1
 */
public final class Match {
  private Match() {}

  /** Every call. */
  public static Predicate<CallFacts> any() {
    return call -> true;
  }

  /** Calls to this number or address. */
  public static Predicate<CallFacts> to(String number) {
    Objects.requireNonNull(number, "number");
    return call -> call.to().equals(number);
  }

  /** Calls from this number or address. */
  public static Predicate<CallFacts> from(String number) {
    Objects.requireNonNull(number, "number");
    return call -> call.from().equals(number);
  }

  /** Calls through this provider instance. */
  public static Predicate<CallFacts> provider(String id) {
    Objects.requireNonNull(id, "id");
    return call -> call.provider().equals(id);
  }
}
