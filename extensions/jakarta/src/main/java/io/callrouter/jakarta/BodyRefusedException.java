package io.callrouter.jakarta;

/** A request's body is too long, too slow or broken off. */
final class BodyRefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String reason;

  BodyRefusedException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  /** The HTTP status of the answer. */
  int status() {
    return status;
  }

  /** What is wrong, for the one who sent it. */
  String reason() {
    return reason;
  }
}
