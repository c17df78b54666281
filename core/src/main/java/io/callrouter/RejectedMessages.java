package io.callrouter;

import java.util.HashSet;
import java.util.Set;

/**
 * What the carrier said against messages on one media socket: each code is worth one line of the
 * log, since the same fault comes again with every frame. Used by the socket's reader only.
 */
final class RejectedMessages {
  /** Carriers have a handful; a socket with more is not worth more lines. */
  private static final int MOST_CODES = 16;

  private static final int LONGEST_WORDS = 200;

  private final Set<Long> codes = new HashSet<>();

  /** Whether the code was not told of yet. */
  boolean isNew(long code) {
    return codes.size() < MOST_CODES && codes.add(code);
  }

  /** One line, and not a long one. */
  static String words(String reason) {
    String line = reason.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS);
  }
}
