package io.callrouter.codec;

/** Checks the stretches of the caller's arrays before anything is read or written. */
final class Ranges {

  private Ranges() {}

  /**
   * Checks that a stretch has elements and lies within its array.
   *
   * @param array what the array is called, for the message
   * @throws IllegalArgumentException if it is empty or reaches out of the array
   */
  static void check(String array, int from, int count, int length) {
    if (count < 1) {
      throw new IllegalArgumentException(
          array + ": a length of " + count + ", where at least 1 is allowed");
    }
    if (from < 0 || from > length - count) {
      throw new IllegalArgumentException(
          array
              + ": "
              + count
              + " elements from index "
              + from
              + ", where an array of "
              + length
              + " allows at most "
              + Math.max(0, length - Math.max(0, from))
              + " from an index of at least 0");
    }
  }
}
