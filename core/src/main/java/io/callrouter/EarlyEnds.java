package io.callrouter;

import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends of calls that are told before the calls themselves, as when a caller gives up at once and
 * the carrier keeps no order: kept until the call comes, which then is one that has ended.
 */
final class EarlyEnds {
  /** By when the call has come, if it comes at all. */
  private static final Duration KEPT = Duration.ofMinutes(2);

  private final Store store;

  EarlyEnds(Store store) {
    this.store = store;
  }

  /**
   * Keeps the end of a call that nobody knows, if the request tells one.
   *
   * @return whether it does; whoever took the call in meanwhile may not have seen what is kept
   */
  boolean keep(String provider, CarrierRequest.Accepted request) {
    if (request.carrierId() == null || request.step() != null) {
      return false;
    }
    for (CarrierEvent event : request.events()) {
      if (event instanceof CarrierEvent.Ended ended) {
        store.putIfAbsent(key(provider, request.carrierId()), CallJson.write(ended), KEPT);
        return true;
      }
    }
    return false;
  }

  /** The end of a call that comes in now, or null if none was told. */
  CarrierEvent.@Nullable Ended of(String provider, String carrierId) {
    byte[] kept = store.get(key(provider, carrierId));
    return kept == null ? null : CallJson.read(kept, CarrierEvent.Ended.class);
  }

  private static String key(String provider, String carrierId) {
    return "early-end/" + provider + "/" + carrierId;
  }
}
