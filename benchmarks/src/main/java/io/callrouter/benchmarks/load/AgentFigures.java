package io.callrouter.benchmarks.load;

import java.util.Locale;

/**
 * What one run of calls with agents has measured.
 *
 * @param cost of the host and the carrier
 * @param modelCost CPU ms of the model's process for a second of a call
 * @param heapKb of a call, in the host
 * @param threads of the host
 * @param toModel added by the host to what a caller says, see {@link AgentTimes}
 * @param toCarrier added by the host to the beginning of an answer
 * @param answered from the end of what a caller says to the answer, as he hears it
 * @param cleared from the beginning of an interruption to the clear
 */
record AgentFigures(
    Peer peer,
    int calls,
    Cost cost,
    double modelCost,
    double heapKb,
    long threads,
    Times toModel,
    Times toCarrier,
    Times answered,
    Times cleared,
    long whole,
    long interrupted,
    long gaps,
    long longestGapNanos,
    long latestSayNanos) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d calls: %.3f CPU ms a call and second (carrier %.3f, model %.3f); heap of a call %.0f KB, %d threads; "
            + "collector %d ms, compiler %d ms; load %.1f%n"
            + "  added to what callers say (%d frames): %s%n"
            + "  added to the beginning of an answer (%d): %s%n"
            + "  at the carrier: answered after %s; cleared after %s%n"
            + "  %d answers whole, %d interrupted; %d pauses in answers, the longest %.1f ms; carrier late by at most %.1f ms",
        peer.words,
        calls,
        cost.host(),
        cost.carrier(),
        modelCost,
        heapKb,
        threads,
        cost.collectorMs(),
        cost.compilerMs(),
        cost.load(),
        toModel.count(),
        toModel,
        toCarrier.count(),
        toCarrier,
        answered,
        cleared,
        whole,
        interrupted,
        gaps,
        longestGapNanos / 1e6,
        latestSayNanos / 1e6);
  }
}
