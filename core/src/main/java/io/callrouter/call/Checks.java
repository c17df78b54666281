package io.callrouter.call;

import java.net.URI;
import java.time.Duration;

/** What the values of a call check of their parts. */
final class Checks {
  private Checks() {}

  static void requireText(String value, String what) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
  }

  static void requireWholeSeconds(Duration value, String what) {
    if (value.getSeconds() < 1 || value.getNano() != 0) {
      throw new IllegalArgumentException(what + " must be whole seconds, at least one: " + value);
    }
  }

  static void requireHttp(URI address, String what) {
    if (address.getHost() == null || !("" + address.getScheme()).matches("(?i)https?")) {
      // The address itself may hold a key, so it is not repeated.
      throw new IllegalArgumentException(what + " must be a whole http or https URL");
    }
  }
}
