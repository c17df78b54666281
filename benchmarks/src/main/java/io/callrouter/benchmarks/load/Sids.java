package io.callrouter.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * Twilio's ids of one call.
 *
 * @param number of the call, from 1
 */
record Sids(int number, String account, String call, String stream) {
  /** The ids of the call with that number. */
  static Sids of(String account, int number) {
    return new Sids(number, account, "CA" + hex("call " + number), "MZ" + hex("stream " + number));
  }

  private static String hex(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .toLowerCase(Locale.ROOT);
  }
}
