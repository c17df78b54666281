package io.callrouter.conformance;

import io.callrouter.provider.twilio.TwilioProviderType;
import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.conformance.CarrierFeature;
import io.callrouter.testkit.conformance.ProviderContract;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.util.Map;

/** Twilio keeps the contracts of all providers. */
class TwilioConformanceTest extends ProviderContract {
  @Override
  protected ProviderType type() {
    return new TwilioProviderType();
  }

  @Override
  protected SimulatedCarrier carrier(Timekeeper timekeeper, String instance) {
    return SimulatedTwilio.create(timekeeper, instance).allStatusCallbacks();
  }

  @Override
  protected Map<CarrierFeature, String> lacking() {
    return Map.of(
        CarrierFeature.SIGNED_TIME, "Twilio signs address and form, no time",
        CarrierFeature.COMMANDS, "the provider answers Twilio's questions and asks none itself");
  }
}
