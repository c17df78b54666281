package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaHandshake;

/** A request is not let in; thrown where that is found out, for the one place that answers. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;
  private final String remedy;

  Refusal(int status, String reason, String remedy) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
    this.remedy = remedy;
  }

  CarrierRequest ofRequest() {
    return new CarrierRequest.Refused(status, reason, remedy);
  }

  MediaHandshake ofHandshake() {
    return new MediaHandshake.Refused(status, reason, remedy);
  }
}
