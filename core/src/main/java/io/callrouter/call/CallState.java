package io.callrouter.call;

/**
 * Where a call is in its life; states only move forward and may be skipped.
 *
 * @since 0.1
 */
public enum CallState {
  /** The carrier knows the call, nobody's phone rings yet. */
  INITIATED,
  /** The far phone rings; for an incoming call, our answer is awaited. */
  RINGING,
  /** Media flows, or could; the carrier bills. */
  ANSWERED,
  /** Over; a record follows or has been written. */
  ENDED
}
