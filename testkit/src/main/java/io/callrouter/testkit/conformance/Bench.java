package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Store;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Routers over one store that keeps only bytes, with the provider before them and its simulated
 * carrier before that, all in virtual time. For use by the test's thread.
 */
final class Bench implements AutoCloseable {
  static final String CALLER = "+14155550177";
  static final String NUMBER = "+14155550100";
  static final String FAR_END = "+14155550122";

  /** After which a call is ended by the router, whatever it does. */
  static final Duration LONGEST_CALL = Duration.ofMinutes(3);

  private static final String SECRET = "conformance-secret-0123456789";
  private static final String AGENT = "agent";

  private final ProviderContract contract;
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final SimulatedCarrier carrier;
  private final Traffic traffic;
  private final List<CallRouter> nodes = new ArrayList<>();
  private final List<CallRecord> records = new CopyOnWriteArrayList<>();
  private final List<CallEvent> events = new CopyOnWriteArrayList<>();
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<Agent> agents = new CopyOnWriteArrayList<>();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  private boolean takesCommands;

  private Bench(ProviderContract contract) {
    this.contract = contract;
    this.carrier = contract.carrier(time, contract.type().name());
    this.traffic = new Traffic(carrier.http());
  }

  /** One node that does these actions with every call, one after another, and then hangs up. */
  static Bench doing(Contract contract, Supplier<Agent> agent, Action... actions) {
    return of(contract, agent, UnaryOperator.identity(), actions);
  }

  /** One node whose calls are connected to an agent. */
  static Bench connecting(Contract contract, Supplier<Agent> agent) {
    return doing(contract, agent, Action.connect(AGENT));
  }

  /** One node with more than the usual. */
  static Bench of(
      Contract contract,
      Supplier<Agent> agent,
      UnaryOperator<CallRouterBuilder> more,
      Action... actions) {
    Bench bench = new Bench((ProviderContract) contract);
    bench.addNode(agent, more, actions);
    bench.attach(delivery -> false);
    return bench;
  }

  /** Two nodes; the predicate says what goes to the second one. */
  static Bench ofTwo(Contract contract, Predicate<Delivery> second, Action... actions) {
    Bench bench = new Bench((ProviderContract) contract);
    bench.addNode(Agent::new, UnaryOperator.identity(), actions);
    bench.addNode(Agent::new, UnaryOperator.identity(), actions);
    bench.attach(second);
    return bench;
  }

  /** The action that connects a call to the agent. */
  static Action.Connect connect() {
    return Action.connect(AGENT);
  }

  /** Whether the carrier is told what to do, and does not ask. */
  boolean takesCommands() {
    return takesCommands;
  }

  private void addNode(
      Supplier<Agent> agent, UnaryOperator<CallRouterBuilder> more, Action... actions) {
    CallProvider provider = contract.provider(carrier, time, traffic);
    takesCommands = provider.takesCommands();
    CallRouterBuilder builder =
        CallRouter.builder()
            .timekeeper(time)
            .store(store)
            .tokenSecret(SECRET.getBytes(StandardCharsets.UTF_8))
            .provider(provider)
            .limits(Limits.defaults().with(TimeLimit.CALL, LONGEST_CALL))
            .endpoint(AGENT, context -> take(agent.get()))
            .recordSink("conformance", records::add)
            .listener((call, event) -> events.add(event))
            .route(
                "conformance",
                Match.any(),
                flow -> {
                  List<Outcome> came = new ArrayList<>();
                  for (Action action : actions) {
                    came.add(flow.run(action));
                    note(came);
                  }
                });
    nodes.add(more.apply(builder).build());
  }

  private Agent take(Agent agent) {
    agents.add(agent);
    return agent;
  }

  /** A flow is run again from its top: what it knows then replaces what was known. */
  private void note(List<Outcome> came) {
    if (came.size() > outcomes.size()) {
      outcomes.add(came.get(came.size() - 1));
    }
  }

  private void attach(Predicate<Delivery> second) {
    carrier.attach(
        nodes.get(0),
        delivery -> {
          deliveries.add(delivery);
          return nodes.get(second.test(delivery) ? 1 : 0);
        });
  }

  ManualTimekeeper time() {
    return time;
  }

  SimulatedCarrier carrier() {
    return carrier;
  }

  /** The first node. */
  CallRouter router() {
    return nodes.get(0);
  }

  List<CallRouter> nodes() {
    return nodes;
  }

  /** The way of the first node's provider to the carrier. */
  Traffic http() {
    return traffic;
  }

  CallSetup caller() {
    return carrier.from(CALLER).to(NUMBER);
  }

  /** What reached a node, in order. */
  List<Delivery> deliveries() {
    return deliveries;
  }

  /** How many requests went from here to the carrier and from there to here. */
  int traffic() {
    return deliveries.size() + traffic.requests().size();
  }

  /** How the actions of the only call came out. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** What the listeners were told. */
  List<CallEvent> events() {
    return List.copyOf(events);
  }

  /** Every endpoint that was made. */
  List<Agent> agents() {
    return agents;
  }

  /** The endpoint of the only stream. */
  Agent agent() {
    assertEquals(1, agents.size(), "endpoints made");
    return agents.get(0);
  }

  List<CallRecord> records() {
    return records;
  }

  /** The only record there is. */
  CallRecord record() {
    assertEquals(1, records.size(), "records");
    return records.get(0);
  }

  /** The only record of a caller; the legs that were dialled for him may have theirs. */
  CallRecord record(SimulatedCaller caller) {
    List<CallRecord> his =
        records.stream()
            .filter(record -> record.call().carrierId().equals(caller.carrierId()))
            .toList();
    assertEquals(1, his.size(), () -> "records of the caller: " + his);
    return his.get(0);
  }

  /** Lets everything go on that needs nobody, watchdogs included. */
  void pass(Duration length) {
    time.advance(length);
  }

  /** Fails if a node still keeps something for a call. */
  void assertNothingIsHeld() {
    for (CallRouter node : nodes) {
      assertEquals(0, node.activeCalls(), "calls that are live");
      node.metrics().stream()
          .filter(metric -> metric.name().equals("entries.held"))
          .forEach(metric -> assertEquals(0, metric.value(), "entries held for calls"));
    }
  }

  @Override
  public void close() {
    nodes.forEach(CallRouter::close);
    store.close();
    time.close();
  }
}
