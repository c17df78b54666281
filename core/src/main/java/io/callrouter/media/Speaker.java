package io.callrouter.media;

/**
 * Who is heard on a call.
 *
 * @since 0.1
 */
public enum Speaker {
  /** The one on the phone. */
  CALLER,
  /** Whatever the router plays to him, as he hears it. */
  AGENT
}
