package io.callrouter;

import java.time.Duration;
import java.util.List;

/**
 * The bounds a router keeps to, each with a default.
 *
 * @param flowRun how long one run of a flow may take: 5 s (Twilio waits 15 s in all)
 * @param flowSteps how many steps a call may take: 50
 * @param mediaStart how long the carrier may take to start a media stream it was told to open: 10 s
 * @param actionAsked how long after the end of the media the carrier may take to ask what is next:
 *     5 s
 * @param settleAfterFinal how long after the carrier's final word a record stays open for what
 *     comes late: 2 s
 * @param settleWithoutFinal how long after the first sign of the end it stays open without one: 10
 *     s
 * @param overlap how long a repeated request waits for the answer to the first: 10 s
 * @param endpointOutcome how long a carrier's request waits for the outcome of the endpoint that it
 *     overtook: 2 s
 * @param socketsBeforeStart how many media sockets may be open that have not begun a stream: 200
 * @param socketStart how long a media socket may stay so: 5 s
 * @since 0.1
 */
public record Limits(
    Duration flowRun,
    int flowSteps,
    Duration mediaStart,
    Duration actionAsked,
    Duration settleAfterFinal,
    Duration settleWithoutFinal,
    Duration overlap,
    Duration endpointOutcome,
    int socketsBeforeStart,
    Duration socketStart) {
  /** Checks that every bound is positive. */
  public Limits {
    for (Duration duration :
        List.of(
            flowRun,
            mediaStart,
            actionAsked,
            settleAfterFinal,
            settleWithoutFinal,
            overlap,
            endpointOutcome,
            socketStart)) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("a limit must be longer than nothing: " + duration);
      }
    }
    if (flowSteps < 1 || socketsBeforeStart < 1) {
      throw new IllegalArgumentException("flowSteps and socketsBeforeStart must be at least 1");
    }
  }

  /** The defaults. */
  public static Limits defaults() {
    return new Limits(
        Duration.ofSeconds(5),
        50,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        200,
        Duration.ofSeconds(5));
  }

  /** These limits with another time for a run of a flow. */
  public Limits withFlowRun(Duration limit) {
    return new Limits(
        limit,
        flowSteps,
        mediaStart,
        actionAsked,
        settleAfterFinal,
        settleWithoutFinal,
        overlap,
        endpointOutcome,
        socketsBeforeStart,
        socketStart);
  }
}
