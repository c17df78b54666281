package io.callrouter;

/**
 * Where a router is in its life; it only moves forward.
 *
 * @since 0.1
 */
public enum RouterState {
  /** It takes new calls, as many as it may have at once. */
  OPEN,
  /** It refuses new calls; those that are live go on until they end or the deadline has passed. */
  DRAINING,
  /** It answers nothing any more. */
  CLOSED
}
