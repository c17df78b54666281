package io.callrouter.integration;

import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;

/** The carriers there are simulators of; all that a test of either says of them. */
enum Simulated {
  TWILIO,
  TELNYX;

  SimulatedCarrier carrier(Timekeeper time) {
    return switch (this) {
      case TWILIO -> SimulatedTwilio.create(time);
      case TELNYX -> SimulatedTelnyx.create(time);
    };
  }

  /** The account of a provider instance of another name. */
  SimulatedCarrier carrier(Timekeeper time, String instance) {
    return switch (this) {
      case TWILIO -> SimulatedTwilio.create(time, instance);
      case TELNYX -> SimulatedTelnyx.create(time, instance);
    };
  }
}
