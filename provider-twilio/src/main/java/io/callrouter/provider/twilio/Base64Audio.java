package io.callrouter.provider.twilio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Base64 (RFC 4648 §4) between a piece of a message and a piece of an array, which the JDK's codec
 * cannot do without copies.
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

  /** How many characters that many bytes become. */
  static int encodedLength(int bytes) {
    return (bytes + 2) / 3 * 4;
  }

  /** Writes the characters of some bytes, with padding. */
  static void encode(byte[] audio, int offset, int length, byte[] into, int at) {
    int from = offset;
    int to = at;
    for (int end = offset + length - length % 3; from < end; from += 3) {
      int bits =
          (audio[from] & 0xFF) << 16 | (audio[from + 1] & 0xFF) << 8 | (audio[from + 2] & 0xFF);
      into[to++] = ALPHABET[bits >> 18];
      into[to++] = ALPHABET[bits >> 12 & 0x3F];
      into[to++] = ALPHABET[bits >> 6 & 0x3F];
      into[to++] = ALPHABET[bits & 0x3F];
    }
    int left = length % 3;
    if (left > 0) {
      int bits = (audio[from] & 0xFF) << 16 | (left == 2 ? (audio[from + 1] & 0xFF) << 8 : 0);
      into[to++] = ALPHABET[bits >> 18];
      into[to++] = ALPHABET[bits >> 12 & 0x3F];
      into[to++] = left == 2 ? ALPHABET[bits >> 6 & 0x3F] : (byte) '=';
      into[to] = '=';
    }
  }

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
