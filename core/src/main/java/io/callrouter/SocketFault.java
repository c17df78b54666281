package io.callrouter;

/**
 * Why a media socket is refused or closed for what came on it: what its other side is told, and
 * what the operator can do.
 */
enum SocketFault {
  TOKEN_MISSING(
      MediaLeg.POLICY_VIOLATION,
      "it brings no media token",
      "only the carrier is given one; see who else opens this address"),
  TOKEN_FOREIGN(
      MediaLeg.POLICY_VIOLATION,
      "its media token is not ours",
      "nodes that share a public address must share CALLROUTER_TOKEN_SECRET, and without one each"
          + " start makes its own"),
  TOKEN_EXPIRED(
      MediaLeg.POLICY_VIOLATION,
      "its media token has expired",
      "the carrier was slow, or the clocks of the nodes differ; see TimeLimit.MEDIA_START"),
  TOKEN_SPENT(
      MediaLeg.POLICY_VIOLATION,
      "its media token has been used before",
      "each lets one socket in; see who repeats the carrier's request"),
  OF_ANOTHER_CALL(
      MediaLeg.POLICY_VIOLATION,
      "its media token is not for this call, or the call is over",
      "see whether two accounts or hosts share this address"),
  NO_START(
      MediaLeg.POLICY_VIOLATION,
      "no start message came in time",
      "see the carrier's error log, or who else opens this address; see TimeLimit.SOCKET_START"),
  UNREADABLE(
      MediaLeg.UNSUPPORTED_DATA,
      "these are no messages of this carrier's media protocol",
      "see whether the carrier's media address names the right provider"),
  FLOODS(
      MediaLeg.POLICY_VIOLATION,
      "it brings audio or messages faster than real time",
      "no carrier does; see who sends this, and TimeLimit.MEDIA_AHEAD"),
  READS_NOTHING(
      MediaLeg.POLICY_VIOLATION,
      "it takes nothing of what it is sent",
      "look at the network between carrier and host, and at the proxies in it"),
  TOO_MANY_WAIT(
      MediaLeg.TRY_AGAIN_LATER,
      "too many media sockets have not begun a stream",
      "see who opens them; see CountLimit.SOCKETS_BEFORE_START"),
  ROUTER_FAILED(MediaLeg.INTERNAL_ERROR, "the router failed", "the line before says why");

  /** The HTTP status of a refusal at the handshake, where only a token can be at fault. */
  static final int FORBIDDEN = 403;

  private final int code;
  private final String reason;
  private final String remedy;

  SocketFault(int code, String reason, String remedy) {
    this.code = code;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The close code, RFC 6455 §7.4.1. */
  int code() {
    return code;
  }

  String reason() {
    return reason;
  }

  String remedy() {
    return remedy;
  }
}
