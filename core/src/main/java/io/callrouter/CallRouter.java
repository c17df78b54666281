package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Capability;
import io.callrouter.call.Dial;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** How long beyond the time to start a stream its token is good. */
  private static final Duration TOKEN_SLACK = Duration.ofSeconds(20);

  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<CallProvider> providers;
  private final boolean ownsStore;
  private final boolean ownsTimekeeper;
  private final Store store;
  private final Timekeeper timekeeper;
  private final Counters counters = new Counters();
  private final CallBook book;
  private final LocalCalls locals;
  private final Alarms alarms;
  private final CallListeners listeners;
  private final Calls calls;
  private final FlowRunner runner;
  private final MediaGate gate;
  private final WebDoor door;

  CallRouter(CallRouterBuilder parts, List<CallProvider> providers, byte[] tokenSecret) {
    this.providers = List.copyOf(providers);
    ownsTimekeeper = parts.timekeeper == null;
    timekeeper = parts.timekeeper == null ? Timekeeper.system() : parts.timekeeper;
    ownsStore = parts.store == null;
    store = parts.store == null ? Store.inMemory(timekeeper::now) : parts.store;
    Limits limits = parts.limits;
    book = new CallBook(store);
    locals = new LocalCalls(store);
    alarms = new Alarms(timekeeper);
    listeners = new CallListeners(parts.listeners, timekeeper, this::handle);
    Records records = new Records(book, parts.sinks, alarms, counters);
    calls = new Calls(book, locals, listeners, records, alarms, timekeeper, limits);
    runner = new FlowRunner(parts.flows, timekeeper, limits.time(TimeLimit.FLOW_RUN), counters);
    FlowDriver driver =
        new FlowDriver(
            calls,
            store,
            runner,
            parts.endpoints.keySet(),
            parts.taps.keySet(),
            parts.otherwise,
            timekeeper,
            limits);
    MediaWatch watch = new MediaWatch(calls, driver, alarms, timekeeper, limits);
    MediaSteps media = new MediaSteps(calls, driver, watch, limits);
    MediaTokens tokens =
        new MediaTokens(
            tokenSecret, timekeeper::now, limits.time(TimeLimit.MEDIA_START).plus(TOKEN_SLACK));
    Replies replies = new Replies(calls, driver, watch, tokens, timekeeper);
    Inbox inbox = new Inbox(store, timekeeper, limits.time(TimeLimit.OVERLAP), counters);
    Routes routes = new Routes(parts.routes, parts.otherwise);
    Signalling signalling =
        new Signalling(book, calls, media, replies, inbox, routes, timekeeper, counters);
    gate =
        new MediaGate(
            store,
            tokens,
            limits,
            counters,
            calls,
            locals,
            driver,
            media,
            parts.endpoints,
            parts.taps,
            this::handle,
            timekeeper);
    door = new WebDoor(providers, signalling, gate, counters);
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
    return locals.active();
  }

  /**
   * What happened so far, by name: requests refused, sockets closed, calls ended by cause, frames
   * of 20 ms that media streams which are over had to drop …
   */
  public Map<String, Long> counters() {
    return counters.snapshot();
  }

  /** What an operator should know at start: providers, addresses, what is missing; a line each. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (CallProvider provider : providers) {
      lines.add("provider " + provider.id() + " (" + provider.getClass().getName() + ")");
      provider.summary().forEach(line -> lines.add("  " + line));
    }
    return lines;
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
   * Ends all media, closes the providers and gives everything back. Calls whose store goes with the
   * router end with their record; in a store that was passed in, live ones stay for the other
   * nodes, and those that have ended get their record now. May block.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    door.shut();
    awaitEnd("endpoints", gate.close());
    if (ownsStore) {
      calls.closeAll();
    } else {
      calls.closeEnded();
    }
    alarms.close();
    gate.pacer.close();
    awaitEnd("listeners", listeners.idle());
    locals.close();
    providers.forEach(CallProvider::close);
    if (ownsStore) {
      store.close();
    }
    if (ownsTimekeeper) {
      timekeeper.close();
    }
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

  private Call handle(CallValue call) {
    Set<Capability> atBest =
        providers.stream()
            .filter(provider -> provider.id().equals(call.facts().provider()))
            .findFirst()
            .map(CallProvider::capabilities)
            .orElse(Set.of());
    CallFacts facts = call.facts();
    return new CallHandle(facts, atBest, this);
  }

  Calls calls() {
    return calls;
  }

  /** How much this node keeps for calls: queues, waits, alarms, sockets. */
  int held() {
    return locals.held() + alarms.pending() + calls.held() + listeners.held() + gate.sockets();
  }

  boolean knowsFlow(String name) {
    return runner.knows(name);
  }
}
