package io.callrouter.spi.wire;

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
    int at = from;
    int written = 0;
    for (; end - at >= 4; at += 4) {
      int bits =
          valueOf(text.charAt(at)) << 18
              | valueOf(text.charAt(at + 1)) << 12
              | valueOf(text.charAt(at + 2)) << 6
              | valueOf(text.charAt(at + 3));
      requireValid(bits);
      into[written] = (byte) (bits >> 16);
      into[written + 1] = (byte) (bits >> 8);
      into[written + 2] = (byte) bits;
      written += 3;
    }
    if (at < end) {
      int third = at + 2 < end ? valueOf(text.charAt(at + 2)) : 0;
      int bits = valueOf(text.charAt(at)) << 12 | valueOf(text.charAt(at + 1)) << 6 | third;
      requireValid(bits);
      into[written] = (byte) (bits >> 10);
      if (at + 2 < end) {
        into[written + 1] = (byte) (bits >> 2);
      }
    }
    return bytes;
  }

  /** Of what is no letter of base64, a negative number, which stays negative among others. */
  private static int valueOf(char c) {
    return c < VALUES.length ? VALUES[c] : -1;
  }

  private static void requireValid(int bits) throws MalformedMessageException {
    if (bits < 0) {
      throw new MalformedMessageException();
    }
  }
}
