package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallListener;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Reason;
import io.callrouter.call.RecordSink;
import io.callrouter.config.ConfigurationException;
import io.callrouter.config.Settings;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what a {@link CallRouter} is made of; all faults are reported at once by {@link
 * #build()}.
 *
 * <p>For use by one thread.
 *
 * @since 0.1
 */
public final class CallRouterBuilder {
  private static final Logger log = LoggerFactory.getLogger(CallRouter.class);
  private static final int MOST_CALLS = 1_000_000;
  private static final int LEAST_SECRET_BYTES = 16;
  private static final int RANDOM_SECRET_BYTES = 32;

  final Map<String, EndpointFactory> endpoints = new LinkedHashMap<>();
  final Map<String, TapFactory> taps = new LinkedHashMap<>();
  final Map<String, FlowFunction> flows = new LinkedHashMap<>();
  final Map<String, Predicate<CallFacts>> routes = new LinkedHashMap<>();
  final Map<String, RecordSink> sinks = new LinkedHashMap<>();
  final List<CallListener> listeners = new ArrayList<>();
  Action otherwise = Action.reject(Reason.BUSY);
  Action whenFull = Action.reject(Reason.BUSY);
  Action whenClosing = Action.hangup();
  boolean healthPages;
  Limits limits = Limits.defaults();
  @Nullable Store store;
  @Nullable Timekeeper timekeeper;
  private @Nullable CarrierHttp http;
  String process = NodeLease.PROCESS;
  private final List<CallProvider> providers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Action> constants = new LinkedHashMap<>();
  private @Nullable Settings settings;
  private byte @Nullable [] secret;

  CallRouterBuilder() {}

  /** Adds a provider made by hand; it comes before those that are discovered. */
  public CallRouterBuilder provider(CallProvider provider) {
    providers.add(provider);
    return this;
  }

  /**
   * Adds the providers that ServiceLoader finds and that have settings, and takes the router's own
   * settings ({@code CALLROUTER_TOKEN_SECRET}, {@code MAX_CONCURRENT_CALLS}) from the same place;
   * what was set by a method of this builder goes before them.
   */
  public CallRouterBuilder discoverProviders(Settings from) {
    settings = from;
    return this;
  }

  /** Names a factory of endpoints, for {@link Action#connect}. */
  public CallRouterBuilder endpoint(String name, EndpointFactory factory) {
    put(endpoints, "endpoint", name, factory);
    return this;
  }

  /** Names a factory of taps, for {@link Action.Connect#tap} and {@link Action#startTap}. */
  public CallRouterBuilder tap(String name, TapFactory factory) {
    put(taps, "tap", name, factory);
    return this;
  }

  /**
   * Names a flow, for {@link io.callrouter.call.Call#follow}; flows and routes share their names.
   */
  public CallRouterBuilder flow(String name, FlowFunction flow) {
    put(flows, "flow", name, flow);
    return this;
  }

  /** Adds a route: the first whose predicate holds takes the call. */
  public CallRouterBuilder route(String name, Predicate<CallFacts> match, FlowFunction flow) {
    if (Routes.OWN_NAMES.contains(name)) {
      faults.add("route " + name + ": the router uses this name itself; give the route another");
    }
    put(flows, "route", name, flow);
    routes.put(name, match);
    return this;
  }

  /** Adds a route with one constant action, after which the call is hung up. */
  public CallRouterBuilder route(String name, Predicate<CallFacts> match, Action action) {
    constants.put("route " + name, action);
    return route(name, match, flow -> flow.run(action));
  }

  /** What a call gets that no route takes, or whose flow fails: by default, a refusal as busy. */
  public CallRouterBuilder otherwise(Action action) {
    otherwise = action;
    return this;
  }

  /**
   * What a call gets when this node has as many as {@link CountLimit#CONCURRENT_CALLS}, or is being
   * closed: by default, a refusal as busy, which costs nothing. A sentence is followed by hang-up.
   */
  public CallRouterBuilder whenFull(Action action) {
    whenFull = action;
    return this;
  }

  /**
   * What a call gets that is still live when the deadline of {@link CallRouter#close(Duration)} has
   * passed: by default, hang-up. One that takes its time, such as a sentence, needs a longer {@link
   * TimeLimit#CLOSING_ACTION}.
   */
  public CallRouterBuilder whenClosing(Action action) {
    whenClosing = action;
    return this;
  }

  /**
   * Has the router answer {@code GET /health} (whether it works), {@code GET /ready} (whether it
   * wants new calls) and {@code GET /metrics}, all in JSON. Without this, these paths are the
   * host's, which has {@link CallRouter#health} and {@link CallRouter#metrics}.
   */
  public CallRouterBuilder healthPages() {
    healthPages = true;
    return this;
  }

  /** Adds a listener to all calls. */
  public CallRouterBuilder listener(CallListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Adds a named sink for records. */
  public CallRouterBuilder recordSink(String name, RecordSink sink) {
    put(sinks, "record sink", name, sink);
    return this;
  }

  /**
   * Where calls are kept; without one, in memory. One that is passed in is not closed, and asks for
   * a token secret, since other nodes may share it. What nodes that are gone have left in it, an
   * earlier life of this one included, is taken over from {@link #build()} on: listeners and sinks
   * may hear of it before that has returned.
   */
  public CallRouterBuilder store(Store shared) {
    store = shared;
    return this;
  }

  /** The key of the media tokens, at least 16 bytes; nodes that share a store share it. */
  public CallRouterBuilder tokenSecret(byte[] key) {
    secret = key.clone();
    return this;
  }

  /** Time and threads; one that is passed in is not closed. */
  public CallRouterBuilder timekeeper(Timekeeper shared) {
    timekeeper = shared;
    return this;
  }

  /**
   * How discovered providers send requests to their carriers, such as through a proxy; without one,
   * each has a client of its own. One that is passed in is not closed.
   */
  public CallRouterBuilder http(CarrierHttp shared) {
    http = shared;
    return this;
  }

  /** Has the router take itself for one of another process. */
  CallRouterBuilder process(String word) {
    process = word;
    return this;
  }

  /** Other bounds than the defaults. */
  public CallRouterBuilder limits(Limits bounds) {
    limits = bounds;
    return this;
  }

  /**
   * Makes the router.
   *
   * @throws ConfigurationException naming all faults
   */
  public CallRouter build() {
    List<String> all = new ArrayList<>(faults);
    Timekeeper time = timekeeper == null ? Timekeeper.system() : timekeeper;
    List<CallProvider> discovered = List.of();
    byte[] tokenSecret = secret;
    if (settings != null) {
      discovered = ProviderDiscovery.discover(settings, new ProviderContext(time, http));
      tokenSecret = tokenSecret == null ? secretOf(settings) : tokenSecret;
      takeLimits(settings);
      all.addAll(settings.faults());
    }
    List<CallProvider> found = new ArrayList<>(providers);
    found.addAll(discovered);
    checkProviders(found, all);
    checkNames("otherwise", otherwise, all);
    constants.forEach((where, action) -> checkNames(where, action, all));
    checkRefusal(all);
    checkClosing(all);
    checkSecret(tokenSecret, all);
    if (!all.isEmpty()) {
      discovered.forEach(CallProvider::close);
      if (timekeeper == null) {
        time.close();
      }
      throw new ConfigurationException(all);
    }
    List<String> summary = StartSummary.of(this, found, tokenSecret != null);
    summary.forEach(log::info);
    return new CallRouter(
        this, time, found, tokenSecret == null ? randomSecret() : tokenSecret, summary);
  }

  private void checkProviders(List<CallProvider> found, List<String> all) {
    // A provider whose settings have faults is not there yet, and those are named.
    if (found.isEmpty() && (settings == null || settings.faults().isEmpty())) {
      all.add(
          "there is no provider: add one by hand, or have one's artifact on the class path, set its"
              + " credentials and discover it");
    }
    Map<String, CallProvider> byId = new LinkedHashMap<>();
    for (CallProvider provider : found) {
      CallProvider other = byId.putIfAbsent(provider.id(), provider);
      if (other != null) {
        all.add(
            "two providers are named "
                + provider.id()
                + ": "
                + other.getClass().getName()
                + " and "
                + provider.getClass().getName());
      }
    }
  }

  private void checkNames(String where, Action action, List<String> all) {
    if (action instanceof Action.Connect connect) {
      if (!endpoints.containsKey(connect.endpoint())) {
        all.add(where + " connects to " + connect.endpoint() + ", an endpoint that is not there");
      }
      checkTaps(where, connect.taps(), all);
    } else if (action instanceof Action.StartTap start) {
      checkTaps(where, List.of(start.tap()), all);
    }
  }

  private void checkTaps(String where, List<String> named, List<String> all) {
    named.stream()
        .filter(tap -> !taps.containsKey(tap))
        .forEach(tap -> all.add(where + " names " + tap + ", a tap that is not there"));
  }

  private void checkRefusal(List<String> all) {
    if (whenFull instanceof Action.Connect) {
      all.add(
          "whenFull connects the call: one that is refused gets no live audio; say a sentence or reject");
    } else if (whenFull instanceof Action.StartTap) {
      all.add("whenFull starts a tap: a call that is refused has nothing to hear; say a sentence");
    }
  }

  private void checkClosing(List<String> all) {
    if (whenClosing instanceof Action.Connect) {
      all.add(
          "whenClosing connects the call: its endpoint would be closed at once; say a sentence");
    } else if (whenClosing instanceof Action.Reject) {
      all.add("whenClosing rejects the call: an answered call cannot be rejected; hang up");
    }
  }

  private void takeLimits(Settings from) {
    Optional<Integer> most = from.integer("MAX_CONCURRENT_CALLS", 1, MOST_CALLS);
    if (most.isPresent() && !limits.isSet(CountLimit.CONCURRENT_CALLS)) {
      limits = limits.with(CountLimit.CONCURRENT_CALLS, most.get());
    }
  }

  private void checkSecret(byte @Nullable [] tokenSecret, List<String> all) {
    if (tokenSecret != null && tokenSecret.length < LEAST_SECRET_BYTES) {
      all.add("CALLROUTER_TOKEN_SECRET must be at least " + LEAST_SECRET_BYTES + " bytes long");
    }
    if (store != null && tokenSecret == null) {
      all.add("CALLROUTER_TOKEN_SECRET is missing: nodes that share a store must share it");
    }
  }

  private static byte @Nullable [] secretOf(Settings settings) {
    return settings
        .text("CALLROUTER_TOKEN_SECRET")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .orElse(null);
  }

  private static byte[] randomSecret() {
    byte[] bytes = new byte[RANDOM_SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private <T> void put(Map<String, T> named, String what, String name, T value) {
    if (name.isBlank() || named.putIfAbsent(name, value) != null) {
      faults.add(what + " " + name + ": names must not be blank and must be given once");
    }
  }
}
