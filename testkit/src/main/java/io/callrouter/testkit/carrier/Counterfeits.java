package io.callrouter.testkit.carrier;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier's webhook looks like when something is wrong with it.
 *
 * @since 0.1
 */
public interface Counterfeits {
  /** The same request with a signature that somebody else made. */
  SignedRequest forged(SignedRequest genuine);

  /** A request to the same address, rightly signed, with a body that makes no sense. */
  SignedRequest garbled(SignedRequest genuine);

  /** The same request, rightly signed, with fields that nobody knows. */
  SignedRequest withUnknownFields(SignedRequest genuine);

  /**
   * A request that tells something that nobody knows of the same call, rightly signed; null where
   * the carrier does not name what it tells.
   */
  default @Nullable SignedRequest unknownEvent(SignedRequest genuine) {
    return null;
  }
}
