package io.callrouter.testkit;

import java.time.Duration;

/**
 * Something the caller says that speech recognition understands.
 *
 * @param confidence how sure the recognition is, from 0 to 1
 */
record Utterance(String text, double confidence) {
  Utterance {
    if (text.isBlank()) {
      throw new IllegalArgumentException("what is said must not be blank");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is from 0 to 1, not " + confidence);
    }
  }

  Duration length() {
    return Say.lengthOf(text);
  }
}
