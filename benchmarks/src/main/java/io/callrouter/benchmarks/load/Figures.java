package io.callrouter.benchmarks.load;

import java.util.Locale;

/**
 * What one run has measured.
 *
 * @param inside from a frame's reading to its sending, within the host's process
 * @param roundTrips as the carrier sees them
 * @param late frames that took more than 20 ms
 * @param latestSayNanos how late the carrier was at worst itself
 */
record Figures(
    Peer peer,
    int calls,
    Cost cost,
    Times inside,
    Times roundTrips,
    long echoed,
    long late,
    long latestSayNanos) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d calls: %.3f CPU ms a call and second (carrier %.3f); added %s; round trip %s; "
            + "%d frames, %d over 20 ms; carrier late by at most %.1f ms; collector %d ms, compiler %d ms; load %.1f",
        peer.words,
        calls,
        cost.host(),
        cost.carrier(),
        inside,
        roundTrips,
        echoed,
        late,
        latestSayNanos / 1e6,
        cost.collectorMs(),
        cost.compilerMs(),
        cost.load());
  }
}
