package io.callrouter.call;

/**
 * Why a call ended; the carrier's own code stands beside it in the record.
 *
 * @since 0.1
 */
public enum EndCause {
  /** Answered, then hung up by either side. */
  COMPLETED,
  /** The far end was busy. */
  BUSY,
  /** The far end did not answer in time. */
  NO_ANSWER,
  /** The far end refused the call. */
  DECLINED,
  /** Given up before it was answered. */
  CANCELED,
  /** The router refused the call by a reject action; it was never answered. */
  REJECTED,
  /** The router refused the call because it had as many as it takes, or was closing. */
  AT_CAPACITY,
  /** The carrier could not put the call through. */
  FAILED,
  /** The carrier was told to open a media stream and never started one. */
  MEDIA_NOT_STARTED,
  /** The media ended and the carrier did not ask what to do next. */
  CARRIER_SILENT,
  /** The media socket was open and nothing came on it any more. */
  MEDIA_SILENT,
  /** An action without media was handed to the carrier, and it never came back from it. */
  WEBHOOK_LOST,
  /** The carrier is told what to do, and could not be told to hang up. */
  HANGUP_FAILED,
  /**
   * The flow ended where an endpoint could not be made, threw, or did not come back from a
   * callback.
   */
  ENDPOINT_FAILED,
  /** The call's flow threw, took too long, or took another way than before. */
  FLOW_FAILED,
  /** The call's flow took more steps than a call may have. */
  TOO_MANY_STEPS,
  /** The call lasted as long as a call may. */
  TOO_LONG,
  /** The router was closed while the call was live. */
  ROUTER_CLOSED
}
