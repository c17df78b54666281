package io.callrouter.call;

/**
 * Who placed the call, seen from the router.
 *
 * @since 0.1
 */
public enum Direction {
  /** Somebody called us. */
  INBOUND,
  /** We dialled. */
  OUTBOUND
}
