package io.callrouter;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids of calls: 128 random bits, safe in a URL. */
final class CallIds {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();

  String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
