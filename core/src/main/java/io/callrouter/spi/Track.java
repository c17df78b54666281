package io.callrouter.spi;

/**
 * Whose side of a call a piece of audio is.
 *
 * @since 0.1
 */
public enum Track {
  /** What the caller says. */
  INBOUND,
  /** What the caller hears. */
  OUTBOUND
}
