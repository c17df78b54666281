package io.callrouter.integration;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.CallRecord;
import io.callrouter.config.Settings;
import io.callrouter.spi.Store;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Routers that share a store, with a simulated carrier before them, all in virtual time. */
final class VirtualOffice implements AutoCloseable {
  static final String CALLER = "+14155550177";
  static final String OFFICE = "+14155550100";

  final ManualTimekeeper time = Timekeeper.manual();
  final SimulatedTwilio twilio = SimulatedTwilio.create(time);
  final Store store = Store.inMemory(time::now);
  final List<CallRecord> records = new ArrayList<>();
  final List<CallRouter> nodes = new ArrayList<>();

  /** One node. */
  static VirtualOffice of(UnaryOperator<CallRouterBuilder> routes) {
    VirtualOffice office = new VirtualOffice();
    office.addNode(routes);
    office.twilio.attach(office.nodes.get(0));
    return office;
  }

  /** Two nodes; the function says whether a request goes to the second one. */
  static VirtualOffice ofTwo(
      UnaryOperator<CallRouterBuilder> routes, Function<Delivery, Boolean> second) {
    VirtualOffice office = new VirtualOffice();
    office.addNode(routes);
    office.addNode(routes);
    office.twilio.attach(
        office.nodes.get(0), delivery -> office.nodes.get(second.apply(delivery) ? 1 : 0));
    return office;
  }

  private void addNode(UnaryOperator<CallRouterBuilder> routes) {
    nodes.add(
        routes
            .apply(
                CallRouter.builder()
                    .timekeeper(time)
                    .store(store)
                    .tokenSecret("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
                    .discoverProviders(Settings.of(twilio.settings()))
                    .recordSink("test", records::add))
            .build());
  }

  TwilioCallSetup caller() {
    return twilio.from(CALLER).to(OFFICE);
  }

  TwilioCaller call() {
    return caller().start();
  }

  /** The only record there is. */
  CallRecord record() {
    if (records.size() != 1) {
      throw new AssertionError("expected one record, got " + records);
    }
    return records.get(0);
  }

  @Override
  public void close() {
    nodes.forEach(CallRouter::close);
    store.close();
    time.close();
  }
}
