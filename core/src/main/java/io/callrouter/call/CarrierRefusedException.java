package io.callrouter.call;

/**
 * The carrier did not accept a request: it has taken no effect, and would be refused again.
 *
 * @since 0.1
 */
public final class CarrierRefusedException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Made with the carrier's words.
   *
   * @param message what was refused, why, and what to do
   * @param status the HTTP status
   * @param code the carrier's own code; empty if it gave none
   */
  public CarrierRefusedException(String message, int status, String code) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status of the refusal. */
  public int status() {
    return status;
  }

  /** The carrier's own code for it; empty if it gave none. */
  public String code() {
    return code;
  }
}
