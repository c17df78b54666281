package io.callrouter;

import io.callrouter.internal.stream.CarrierStream;

/**
 * What a media socket is to its call. All methods but {@link #stream} are called on the leg's
 * signalling queue.
 */
sealed interface CarriedCall permits ConnectedCall, TappedCall {
  /** Where the socket's reader brings what it reads. */
  CarrierStream stream();

  /** The socket may carry the call. */
  void begin();

  /** The leg is over: ends the stream, and releases the leg once nobody uses that. */
  void end(String reason);
}
