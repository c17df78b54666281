package io.callrouter.integration;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.CallRecord;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCallSetup;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A router with a simulated Telnyx before it, in virtual time. */
final class TelnyxOffice implements AutoCloseable {
  final ManualTimekeeper time = Timekeeper.manual();
  final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  final List<CallRecord> records = new ArrayList<>();
  final CallRouter router;

  TelnyxOffice(UnaryOperator<CallRouterBuilder> routes) {
    router =
        routes.apply(telnyx.prepare(CallRouter.builder()).recordSink("test", records::add)).build();
    telnyx.attach(router);
  }

  TelnyxCallSetup caller() {
    return telnyx.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE);
  }

  @Override
  public void close() {
    router.close();
    time.close();
  }
}
