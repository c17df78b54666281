package io.callrouter.examples.quickstart;

import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxRestServer;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.util.Map;
import java.util.TreeMap;

/**
 * An account at a simulated carrier that a host can reach over sockets, as it reaches the real one.
 *
 * @param settings what the host must be set to; nothing else of it depends on the carrier
 * @param end what is to be done after the call
 */
record SimulatedAccount(SimulatedCarrier carrier, Map<String, String> settings, Runnable end)
    implements AutoCloseable {
  static SimulatedAccount at(Provider provider, Timekeeper time) {
    return switch (provider) {
      case TWILIO -> twilio(SimulatedTwilio.create(time));
      case TELNYX -> telnyx(SimulatedTelnyx.create(time));
    };
  }

  /** It asks, and takes no requests. */
  private static SimulatedAccount twilio(SimulatedTwilio twilio) {
    return new SimulatedAccount(twilio, twilio.settings(), () -> {});
  }

  private static SimulatedAccount telnyx(SimulatedTelnyx telnyx) {
    TelnyxRestServer rest = telnyx.listen();
    Map<String, String> settings = new TreeMap<>(telnyx.settings());
    settings.put("TELNYX_API_URL", rest.url().toString());
    return new SimulatedAccount(telnyx, settings, rest::close);
  }

  @Override
  public void close() {
    end.run();
  }
}
