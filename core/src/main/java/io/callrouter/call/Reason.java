package io.callrouter.call;

/**
 * What a refused caller is told.
 *
 * @since 0.1
 */
public enum Reason {
  /** A busy tone. */
  BUSY,
  /** That the number does not take this call. */
  DECLINED
}
