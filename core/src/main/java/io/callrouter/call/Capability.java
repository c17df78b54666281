package io.callrouter.call;

/**
 * Something a provider, or one call of it, can do; providers may add their own.
 *
 * @param name lower case with hyphens, such as {@code send-digits}
 * @since 0.1
 */
public record Capability(String name) {
  /** Place calls. */
  public static final Capability DIAL = new Capability("dial");

  /** End a live call by command. */
  public static final Capability HANGUP = new Capability("hangup");

  /** Cut what a live call is doing and give it something else. */
  public static final Capability REDIRECT = new Capability("redirect");

  /** Let taps listen where no endpoint is connected, on a stream that cannot speak. */
  public static final Capability TAP = new Capability("tap");

  /** Carry live audio both ways. */
  public static final Capability LIVE_AUDIO = new Capability("live-audio");
}
