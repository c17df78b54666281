package io.callrouter.testkit.conformance;

/**
 * What a carrier, or its provider, may have or not; contracts that need what is not there are
 * skipped, and the report says why.
 *
 * @since 0.1
 */
public enum CarrierFeature {
  /** {@link io.callrouter.call.Action.Connect}: live audio both ways. */
  LIVE_AUDIO,
  /** {@link io.callrouter.call.Action.Say}. */
  SAY,
  /** {@link io.callrouter.call.Action.Play}. */
  PLAY,
  /** {@link io.callrouter.call.Action.Pause}. */
  PAUSE,
  /** {@link io.callrouter.call.Action.Gather} of keys. */
  GATHER,
  /** {@link io.callrouter.call.Action.Record}. */
  RECORD,
  /** {@link io.callrouter.call.Action.Dial} of phones. */
  DIAL,
  /** {@link io.callrouter.call.Action.Conference}. */
  CONFERENCE,
  /** {@link io.callrouter.call.Action.Reject} before the call is answered. */
  REJECT,
  /** Keys that the caller presses during live audio reach the endpoint. */
  KEYS,
  /** What the carrier has not played yet can be dropped, so that a caller can interrupt. */
  CLEAR,
  /** The signature of a webhook covers the time, so that an old one is known as such. */
  SIGNED_TIME,
  /** The provider sends requests to the carrier. */
  COMMANDS
}
