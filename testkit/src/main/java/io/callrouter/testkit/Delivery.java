package io.callrouter.testkit;

import java.net.URI;

/**
 * One request of the simulated carrier, as a load balancer sees it.
 *
 * @param kind what it is for
 * @param callSid the carrier's id of the call
 * @param url the public address asked for
 * @param number counts the requests of the call: 1 is its first webhook
 * @param repeated whether the same request was sent before
 * @since 0.1
 */
public record Delivery(Kind kind, String callSid, URI url, int number, boolean repeated) {
  /** What a request is for. */
  public enum Kind {
    /** The first webhook of a call. */
    CALL,
    /** A verb is over, or a redirect: the answer says what is next. */
    ACTION,
    /** A call status callback. */
    CALL_STATUS,
    /** A status callback of a leg that a dial made. */
    DIAL_STATUS,
    /** A conference status callback. */
    CONFERENCE_STATUS,
    /** A stream status callback. */
    STREAM_STATUS,
    /** A recording status callback. */
    RECORDING_STATUS,
    /** The handshake of a media socket. */
    MEDIA
  }
}
