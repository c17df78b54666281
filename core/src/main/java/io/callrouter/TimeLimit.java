package io.callrouter;

import java.time.Duration;

/**
 * How long something may take before the router stops waiting for it; each has a default.
 *
 * @since 0.1
 */
public enum TimeLimit {
  /** A call, from its first request to its end: 4 h, as long as Twilio lets a call last. */
  CALL(Duration.ofHours(4)),

  /** One run of a flow: 5 s. Twilio waits 15 s in all for the answer. */
  FLOW_RUN(Duration.ofSeconds(5)),

  /** The carrier, to start a media stream that it was told to open: 10 s. */
  MEDIA_START(Duration.ofSeconds(10)),

  /**
   * An open media socket on which nothing comes; carriers send silence as audio too: 10 s. One that
   * takes nothing is closed after three fifths of it.
   */
  MEDIA_SILENCE(Duration.ofSeconds(10)),

  /**
   * What a media socket may bring ahead of real time, where each message counts as 5 ms at least
   * and real time as a quarter more: 5 s. Beyond that it is closed.
   */
  MEDIA_AHEAD(Duration.ofSeconds(5)),

  /** A media socket on which no stream has begun: 5 s. */
  SOCKET_START(Duration.ofSeconds(5)),

  /**
   * The carrier, to ask what is next once the media have ended, or to say that they have where it
   * is told what is next: 5 s.
   */
  ACTION_ASKED(Duration.ofSeconds(5)),

  /**
   * The carrier, to ask what is next, or to say that an action is over, beyond the time that an
   * action without media can take by itself: 60 s.
   */
  ACTION_SLACK(Duration.ofSeconds(60)),

  /**
   * An action whose length nobody knows here, such as a file that is played or a provider's own: 1
   * h. The slack comes on top.
   */
  ACTION_UNKNOWN(Duration.ofHours(1)),

  /**
   * The router, to hand the next action to a carrier that is told: 15 s. Then whoever watches the
   * call takes that on.
   */
  HANDOVER(Duration.ofSeconds(15)),

  /** A carrier that is told, to break off what it was doing for a command: 2 s. */
  CUT_END(Duration.ofSeconds(2)),

  /**
   * A hang-up, to be taken by a carrier that is told, tried again meanwhile: 60 s. Then the call is
   * taken as ended.
   */
  HANGUP_DELIVERY(Duration.ofSeconds(60)),

  /**
   * An endpoint, to be made and to come back from {@code onStart}, both together: 10 s. Beyond that
   * its thread is interrupted, and the flow goes on without it.
   */
  ENDPOINT_START(Duration.ofSeconds(10)),

  /**
   * An endpoint, to come back from any other callback, and from its end on from all that are left,
   * {@code onEnd} and {@code close} included: 5 s. Beyond that its thread is interrupted, and the
   * call goes on without it.
   */
  ENDPOINT_END(Duration.ofSeconds(5)),

  /** An endpoint that was made early, until its media socket comes in here: 10 s. */
  EARLY_ENDPOINT(Duration.ofSeconds(10)),

  /** A carrier's request that has overtaken the outcome of an endpoint waits so long: 2 s. */
  ENDPOINT_OUTCOME(Duration.ofSeconds(2)),

  /** A repeated request waits so long for the answer to the first: 10 s. */
  OVERLAP(Duration.ofSeconds(10)),

  /** What comes late still counts so long after the carrier's final word on a call: 2 s. */
  SETTLE_AFTER_FINAL(Duration.ofSeconds(2)),

  /** It counts so long after the first sign of the end, where there is no final word: 10 s. */
  SETTLE_WITHOUT_FINAL(Duration.ofSeconds(10)),

  /** The closing action of calls that are live when the deadline of a drain has passed: 500 ms. */
  CLOSING_ACTION(Duration.ofMillis(500)),

  /** The timeline of a call, after its record is closed: 10 min. */
  TIMELINE_KEPT(Duration.ofMinutes(10));

  private final Duration standard;

  TimeLimit(Duration standard) {
    this.standard = standard;
  }

  /** The default. */
  public Duration standard() {
    return standard;
  }
}
