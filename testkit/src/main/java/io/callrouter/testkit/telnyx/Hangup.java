package io.callrouter.testkit.telnyx;

/**
 * How a leg ended.
 *
 * <p>Which source and which SIP code go with a cause is confirmed for a caller who hangs up only;
 * the others are what the words suggest.
 *
 * @param sip the SIP code as text, or {@code unspecified}
 */
record Hangup(String cause, String source, String sip) {
  static final String CALLER = "caller";
  static final String CALLEE = "callee";
  private static final String UNKNOWN = "unknown";
  private static final String NORMAL = "normal_clearing";

  /** Whoever that is hangs up a call that was answered. */
  static Hangup by(String source) {
    return new Hangup(NORMAL, source, "200");
  }

  /** The caller gives up before anybody answers. */
  static Hangup canceled() {
    return new Hangup("originator_cancel", CALLER, "487");
  }

  static Hangup busy() {
    return new Hangup("user_busy", CALLEE, "486");
  }

  static Hangup rejected() {
    return new Hangup("call_rejected", CALLEE, "603");
  }

  static Hangup notFound() {
    return new Hangup("not_found", CALLEE, "404");
  }

  /** Nobody answered within the time that the dial set. */
  static Hangup timeout() {
    return new Hangup("timeout", CALLER, "487");
  }

  /** The call has lasted for as long as it may. */
  static Hangup timeLimit() {
    return new Hangup("time_limit", UNKNOWN, "unspecified");
  }

  /** The leg it was bridged with is over. */
  static Hangup unbridged() {
    return new Hangup(NORMAL, UNKNOWN, "unspecified");
  }
}
