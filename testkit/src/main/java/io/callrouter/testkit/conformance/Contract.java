package io.callrouter.testkit.conformance;

import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What all groups of contracts share. */
interface Contract {
  /** Skips the contract, with a word in the report, where the carrier lacks something. */
  default void needs(CarrierFeature... features) {
    ProviderContract contract = (ProviderContract) this;
    for (CarrierFeature feature : features) {
      String reason = contract.lacking().get(feature);
      Assumptions.assumeTrue(reason == null, () -> "no " + feature + ": " + reason);
    }
  }

  /** A call during which the carrier misbehaves; skips the contract where it cannot. */
  default CallSetup misbehaving(CallSetup call, List<Misbehaviour> faults) {
    try {
      faults.forEach(call::misbehaving);
    } catch (UnsupportedMisbehaviourException e) {
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
    return call;
  }

  /** Whether the carrier has it. */
  default boolean has(CarrierFeature feature) {
    return !((ProviderContract) this).lacking().containsKey(feature);
  }
}
