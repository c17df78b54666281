package io.callrouter.conformance;

import io.callrouter.provider.telnyx.TelnyxProviderType;
import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.conformance.CarrierFeature;
import io.callrouter.testkit.conformance.ProviderContract;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/** Telnyx keeps the contracts of all providers. */
class TelnyxConformanceTest extends ProviderContract {
  @Override
  protected ProviderType type() {
    return new TelnyxProviderType();
  }

  @Override
  protected SimulatedCarrier carrier(Timekeeper timekeeper, String instance) {
    return SimulatedTelnyx.create(timekeeper, instance);
  }

  @Override
  protected Map<CarrierFeature, String> lacking() {
    return Map.of(CarrierFeature.CONFERENCE, "the provider has no conferences yet");
  }
}
