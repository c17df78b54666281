package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Dial;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls from its providers, runs the host's flows on them, and connects their live audio to
 * the host's endpoints.
 *
 * <p>Made by {@link #builder()}; all methods may be called from any thread.
 *
 * @since 0.1
 */
public final class CallRouter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CallRouter.class);
  private static final Duration CALLBACKS_END = Duration.ofSeconds(5);

  /** Longer than a provider takes for one command; a node that dies is known to be gone earlier. */
  private static final Duration COMMANDS = Duration.ofMinutes(2);

  /** How long beyond the time to start a stream its token is good. */
  private static final Duration TOKEN_SLACK = Duration.ofSeconds(20);

  private final List<CallProvider> providers;
  private final Carriers carriers;
  private final List<String> summary;
  private final boolean ownsStore;
  private final boolean ownsTimekeeper;
  private final Store store;
  private final Timekeeper timekeeper;
  final Counters counters = new Counters();
  final Timelines timelines;
  private final NodeLease lease;
  private final CallBook book;
  private final Capacity capacity;
  private final LocalCalls locals;
  private final Alarms alarms;
  private final CallListeners listeners;
  private final Calls calls;
  private final FlowRunner runner;
  private final Commander commander;
  private final CallWatch watch;
  private final Adoption adoption;
  private final MediaGate gate;
  private final Metrics metrics;
  private final WebDoor door;
  private final Drain drain;

  CallRouter(
      CallRouterBuilder parts,
      Timekeeper timekeeper,
      List<CallProvider> providers,
      byte[] tokenSecret,
      List<String> summary) {
    this.providers = List.copyOf(providers);
    carriers = new Carriers(this.providers);
    this.summary = summary;
    ownsTimekeeper = parts.timekeeper == null;
    this.timekeeper = timekeeper;
    ownsStore = parts.store == null;
    store = parts.store == null ? Store.inMemory(timekeeper::now) : parts.store;
    Limits limits = parts.limits;
    boolean exclusive = ownsStore || store.isExclusive();
    lease = new NodeLease(store, exclusive, parts.process, timekeeper, this::lookAgain);
    CallOwners owners = new CallOwners(store, lease);
    book = new CallBook(store, owners, limits);
    capacity = new Capacity(limits.count(CountLimit.CONCURRENT_CALLS));
    alarms = new Alarms(timekeeper);
    CallAlarms callAlarms = new CallAlarms(alarms, timekeeper, this::look);
    timelines = new Timelines(timekeeper, limits);
    locals = new LocalCalls(store, capacity, callAlarms, timelines);
    listeners = new CallListeners(parts.listeners, timelines, timekeeper, this::handle);
    Records records = new Records(book, parts.sinks, alarms, counters);
    calls =
        new Calls(
            book,
            owners,
            locals,
            capacity,
            listeners,
            timelines,
            records,
            callAlarms,
            timekeeper,
            limits);
    runner = new FlowRunner(parts.flows, timekeeper, limits.time(TimeLimit.FLOW_RUN), counters);
    FlowDriver driver =
        new FlowDriver(
            calls,
            store,
            lease,
            runner,
            parts.endpoints.keySet(),
            parts.taps.keySet(),
            parts.otherwise,
            timekeeper,
            limits);
    MediaSteps media = new MediaSteps(calls, driver, lease.node(), limits);
    MediaTokens tokens =
        new MediaTokens(
            tokenSecret, timekeeper::now, limits.time(TimeLimit.MEDIA_START).plus(TOKEN_SLACK));
    EarlyEndpoints early = new EarlyEndpoints(calls, locals, timekeeper, limits, counters);
    Peers peers = new Peers(parts.endpoints, parts.taps, this::handle, early, timekeeper);
    Rendering rendering = new Rendering(tokens);
    CommandFaults faults = new CommandFaults(counters);
    CallIds ids = new CallIds();
    Legs legs = new Legs(book, calls, ids, timekeeper, counters);
    commander =
        new Commander(
            carriers,
            calls,
            driver,
            new Handovers(calls, rendering, peers, faults, timekeeper, limits),
            new Cuts(calls, faults, timekeeper),
            legs,
            faults,
            new CallLease(store, lease, "commands", COMMANDS),
            alarms,
            timekeeper,
            limits);
    watch = new CallWatch(calls, driver, commander, callAlarms, timekeeper, limits, counters);
    Replies replies = new Replies(calls, driver, rendering, peers, timekeeper);
    Inbox inbox = new Inbox(store, lease, timekeeper, limits.time(TimeLimit.OVERLAP), counters);
    Routes routes = new Routes(parts.routes, parts.otherwise, parts.whenFull);
    Arrivals arrivals =
        new Arrivals(book, ids, legs, calls, routes, capacity, timekeeper, counters);
    Refusals refusals = new Refusals(counters, timekeeper);
    Signalling signalling =
        new Signalling(
            book,
            calls,
            media,
            replies,
            commander,
            inbox,
            new EarlyEnds(store),
            arrivals,
            refusals,
            timekeeper,
            counters);
    gate =
        new MediaGate(
            store,
            tokens,
            limits,
            refusals,
            alarms,
            counters,
            calls,
            locals,
            driver,
            commander,
            media,
            new TapSteps(calls, lease.node()),
            peers,
            timekeeper);
    metrics = new Metrics(counters, capacity, gate, locals, calls, listeners, records, alarms);
    HealthPages pages =
        parts.healthPages ? new HealthPages(metrics::health, metrics::snapshot) : null;
    door = new WebDoor(providers, signalling, gate, refusals, counters, pages);
    drain =
        new Drain(
            calls,
            capacity,
            gate,
            commander,
            parts.whenClosing,
            limits.time(TimeLimit.CLOSING_ACTION),
            timekeeper);
    adoption =
        new Adoption(
            lease,
            owners,
            calls,
            media,
            records,
            capacity,
            callAlarms,
            commander,
            timekeeper,
            limits,
            counters);
    if (!ownsStore) {
      lease.keep();
      adoption.start();
    }
  }

  /** A builder with nothing set. */
  public static CallRouterBuilder builder() {
    return new CallRouterBuilder();
  }

  /** The door for the host's HTTP and WebSocket server. */
  public WebHandler web() {
    return door;
  }

  /** A call by our id, live or ended within the last 25 hours. May block. */
  public Optional<Call> call(String id) {
    return Optional.ofNullable(book.find(id)).map(this::handle);
  }

  /** A call by its provider instance and the carrier's id. May block. */
  public Optional<Call> call(String provider, String carrierId) {
    return Optional.ofNullable(book.idOf(provider, carrierId)).flatMap(this::call);
  }

  /** How many calls this node has taken that have not ended. */
  public int activeCalls() {
    return capacity.active();
  }

  /**
   * What happened so far, by name: requests refused, sockets closed, calls ended by cause, frames
   * of 20 ms that media streams which are over had to drop …
   */
  public Map<String, Long> counters() {
    return counters.snapshot();
  }

  /** How the router is: whether it works, whether it wants new calls, how many it has. */
  public Health health() {
    return metrics.health();
  }

  /**
   * All numbers there are, as values: the counters, and how much the router holds now. Counters
   * that were never counted are there with 0, unless their tag can have many values.
   */
  public List<Metric> metrics() {
    return metrics.snapshot();
  }

  /**
   * What an operator should know at start: version, providers and their addresses, routes, store,
   * limits, what is missing; a line each. It is logged at INFO when the router is made.
   */
  public List<String> summary() {
    return summary;
  }

  /**
   * Places a call; returns when the carrier has accepted it. May block.
   *
   * @throws UnsupportedCapabilityException if the provider cannot place calls
   * @throws NotFoundException if there is no such provider
   */
  public Call dial(Dial order) {
    CallProvider provider = providerFor(order.via());
    throw new UnsupportedCapabilityException(
        "provider " + provider.id() + " cannot place calls; use one whose capabilities name dial");
  }

  private CallProvider providerFor(@Nullable String id) {
    return providers.stream()
        .filter(provider -> id == null || provider.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no provider named " + id));
  }

  /**
   * Refuses new calls, lets live ones go on until they end or the deadline has passed, gives those
   * that are left the action of {@link CallRouterBuilder#whenClosing}, waits {@link
   * TimeLimit#CLOSING_ACTION} at most for the carriers to take it, and then does as {@link
   * #close()} does. Blocks meanwhile; {@link #close()} on another thread cuts it short. Does
   * nothing on a router that is closing or closed.
   *
   * @param deadline how long live calls may go on; zero tells them at once
   */
  public void close(Duration deadline) {
    if (capacity.drain()) {
      Drain.Result calls = drain.run(deadline);
      counters.add("drain.ended", calls.ended());
      counters.add("drain.told", calls.told());
      counters.add("drain.left", calls.left());
      log.info(
          "drained: {} calls ended by themselves, {} were given the closing action, {} were {}",
          calls.ended(),
          calls.told(),
          calls.left(),
          ownsStore ? "cut" : "left as they are in the store");
      close();
    }
  }

  /**
   * Ends all media, closes the providers and gives everything back, at once. Calls whose store goes
   * with the router end with their record, and are hung up where their carrier is told; in a store
   * that was passed in, live ones stay for the other nodes or the next start, and those that have
   * ended get their record now. May block for as long as endpoints take to end, 5 s at most.
   */
  @Override
  public void close() {
    if (!capacity.close()) {
      return;
    }
    adoption.close();
    CompletableFuture<Void> requests = door.shut();
    awaitEnd("endpoints", gate.close());
    awaitEnd("requests", requests);
    if (ownsStore) {
      commander.hangUp(book.ids());
      awaitEnd("commands", commander.idle());
    }
    awaitEnd("commands", commander.close());
    if (ownsStore) {
      calls.closeAll();
    } else {
      calls.closeEnded();
    }
    alarms.close();
    gate.pacer.close();
    awaitEnd("listeners", listeners.idle());
    locals.close();
    timelines.close();
    lease.leave();
    providers.forEach(CallProvider::close);
    if (ownsStore) {
      store.close();
    }
    if (ownsTimekeeper) {
      timekeeper.close();
    }
    log.info("CallRouter closed");
  }

  private void awaitEnd(String whose, CompletableFuture<Void> all) {
    try {
      timekeeper.await(all, CALLBACKS_END);
    } catch (TimeoutException e) {
      log.warn("some {} did not end within {} s", whose, CALLBACKS_END.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(String id) {
    watch.look(id);
  }

  private void lookAgain() {
    locals.tellAll();
  }

  private Call handle(CallValue call) {
    CallFacts facts = call.facts();
    return new CallHandle(facts, carriers.capabilities(facts.provider()), this);
  }

  Calls calls() {
    return calls;
  }

  Commander commander() {
    return commander;
  }

  Timekeeper timekeeper() {
    return timekeeper;
  }

  /** How much this node keeps for calls. */
  int held() {
    return metrics.held();
  }

  boolean knowsFlow(String name) {
    return runner.knows(name);
  }
}
