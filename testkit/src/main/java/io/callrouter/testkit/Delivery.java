package io.callrouter.testkit;

import java.net.URI;

/**
 * One request of a simulated carrier, as a load balancer sees it.
 *
 * @param kind what it is for
 * @param name the carrier's own word for it, such as {@code CALL_STATUS} or {@code call.hangup}
 * @param carrierId the carrier's id of the call
 * @param url the public address asked for
 * @param number counts the requests of the call: 1 is its first webhook
 * @param repeated whether the same request was sent before
 * @since 0.1
 */
public record Delivery(
    Kind kind, String name, String carrierId, URI url, int number, boolean repeated) {
  /** What a request is for. */
  public enum Kind {
    /** The first webhook of a call. */
    ARRIVAL,
    /** The carrier asks what to do next, and waits for the answer. */
    QUESTION,
    /** The carrier tells what has happened; nothing it does hangs on the answer. */
    EVENT,
    /** The handshake of a media socket. */
    MEDIA
  }
}
