package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Delivery;

/** What a webhook is for. */
enum TwilioWebhook {
  /** The first webhook of a call. */
  CALL(Delivery.Kind.ARRIVAL),
  /** A verb is over, or a redirect: the answer says what is next. */
  ACTION(Delivery.Kind.QUESTION),
  /** A call status callback. */
  CALL_STATUS(Delivery.Kind.EVENT),
  /** A status callback of a leg that a dial made. */
  DIAL_STATUS(Delivery.Kind.EVENT),
  /** A conference status callback. */
  CONFERENCE_STATUS(Delivery.Kind.EVENT),
  /** A stream status callback. */
  STREAM_STATUS(Delivery.Kind.EVENT),
  /** A recording status callback. */
  RECORDING_STATUS(Delivery.Kind.EVENT);

  private final Delivery.Kind kind;

  TwilioWebhook(Delivery.Kind kind) {
    this.kind = kind;
  }

  Delivery.Kind kind() {
    return kind;
  }
}
