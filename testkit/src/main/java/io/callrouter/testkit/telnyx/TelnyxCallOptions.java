package io.callrouter.testkit.telnyx;

import java.time.Duration;

/**
 * What a test asked of one call that only this carrier has.
 *
 * @param playLength how long a file is that is played
 * @param legCodec what the caller's phone speaks
 * @param bigEndian the byte order of L16
 */
record TelnyxCallOptions(Duration playLength, String legCodec, boolean bigEndian) {
  static final TelnyxCallOptions USUAL =
      new TelnyxCallOptions(Duration.ofSeconds(2), StreamFormat.PCMU, false);
}
