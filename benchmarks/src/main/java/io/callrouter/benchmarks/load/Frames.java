package io.callrouter.benchmarks.load;

/**
 * What the callers say: frames of 160 bytes of PCMU, each with its number and its call's, the rest
 * noise made from the two, loud everywhere.
 */
final class Frames {
  static final int BYTES = 160;
  static final int MS = 20;

  /** Calls from this number on are not measured, only their effect on the others. */
  static final int FIRST_UNMEASURED = 10_000;

  private static final String PAYLOAD = "\"payload\":\"";
  private static final int NUMBER_CHARS = 4;
  private static final long LOUD = 0xBFBFBFBFBFBFBFBFL;

  private Frames() {}

  /** Writes a call's frame with that number, below 2^24. */
  static void write(int call, int number, byte[] frame) {
    long state = ((long) call << 32 | number) * 0x9E3779B97F4A7C15L;
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      state += 0x9E3779B97F4A7C15L;
      long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) & LOUD;
      for (int i = 0; i < Long.BYTES; i++) {
        frame[at + i] = (byte) (mixed >>> (8 * i));
      }
    }
    put(frame, 0, number);
    put(frame, 3, call);
  }

  /**
   * The number of the frame in a media message of either direction, or -1 if it is none, or of a
   * call that is not measured.
   */
  static int numberIn(String message) {
    int at = message.indexOf(PAYLOAD);
    int from = at + PAYLOAD.length();
    return at < 0
            || message.length() < from + 2 * NUMBER_CHARS
            || valueOf(message, from + NUMBER_CHARS) >= FIRST_UNMEASURED
        ? -1
        : valueOf(message, from);
  }

  /** What four characters of base64 say. */
  static int valueOf(CharSequence text, int from) {
    int value = 0;
    for (int i = 0; i < NUMBER_CHARS; i++) {
      value = value << 6 | valueOf(text.charAt(from + i));
    }
    return value;
  }

  static int valueOf(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    return c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : 63;
  }

  private static void put(byte[] frame, int at, int value) {
    frame[at] = (byte) (value >> 16);
    frame[at + 1] = (byte) (value >> 8);
    frame[at + 2] = (byte) value;
  }
}
