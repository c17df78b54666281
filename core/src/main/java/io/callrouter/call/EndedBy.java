package io.callrouter.call;

/**
 * Who ended a call, as far as it can be told.
 *
 * @since 0.1
 */
public enum EndedBy {
  /** The person or system at the other end, or the carrier on its behalf. */
  FAR_END,
  /** The host: its flow came to its end, or it hung up. */
  HOST,
  /** The router itself: a watchdog, a limit, its closing. */
  ROUTER
}
