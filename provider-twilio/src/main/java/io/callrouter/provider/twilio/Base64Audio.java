package io.callrouter.provider.twilio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads base64 (RFC 4648 §4) from a piece of a message, which the JDK's decoder cannot do without
 * copies.
 */
final class Base64Audio {
  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int value = 0; value < ALPHABET.length; value++) {
      VALUES[ALPHABET[value]] = (byte) value;
    }
  }

  private Base64Audio() {}

  /**
   * Reads characters, with padding or without.
   *
   * @return how many bytes they are
   * @throws MalformedMessageException if they are not base64, or more than there is room for
   */
  static int decode(String text, int from, int to, byte[] into) throws MalformedMessageException {
    int end = to;
    if ((to - from) % 4 == 0) {
      while (end > from && to - end < 2 && text.charAt(end - 1) == '=') {
        end--;
      }
    }
    int characters = end - from;
    int bytes = (int) (characters * 3L / 4);
    if (characters % 4 == 1 || bytes > into.length) {
      throw new MalformedMessageException();
    }
    int bits = 0;
    int written = 0;
    for (int i = 0; i < characters; i++) {
      bits = bits << 6 | valueOf(text.charAt(from + i));
      if (i % 4 != 0) {
        into[written++] = (byte) (bits >> (6 - i % 4 * 2));
      }
    }
    return written;
  }

  private static int valueOf(char c) throws MalformedMessageException {
    int value = c < VALUES.length ? VALUES[c] : -1;
    if (value < 0) {
      throw new MalformedMessageException();
    }
    return value;
  }
}
