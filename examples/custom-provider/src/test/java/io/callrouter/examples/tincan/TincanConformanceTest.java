package io.callrouter.examples.tincan;

import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.conformance.CarrierFeature;
import io.callrouter.testkit.conformance.ProviderContract;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/** Tincan keeps the contracts of all providers. */
class TincanConformanceTest extends ProviderContract {
  @Override
  protected ProviderType type() {
    return new TincanProviderType();
  }

  @Override
  protected SimulatedCarrier carrier(Timekeeper timekeeper, String instance) {
    return SimulatedTincan.create(timekeeper, instance);
  }

  @Override
  protected Map<CarrierFeature, String> lacking() {
    String cans = "two cans and a string carry voices only";
    return Map.of(
        CarrierFeature.SAY, cans,
        CarrierFeature.PLAY, cans,
        CarrierFeature.PAUSE, cans,
        CarrierFeature.GATHER, cans,
        CarrierFeature.RECORD, cans,
        CarrierFeature.DIAL, cans,
        CarrierFeature.CONFERENCE, cans,
        CarrierFeature.KEYS, "a can has no keys",
        CarrierFeature.COMMANDS, "the provider answers Tincan's questions and asks none itself");
  }
}
