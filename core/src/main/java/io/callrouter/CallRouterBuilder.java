package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallListener;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.RecordSink;
import io.callrouter.config.Settings;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.util.function.Predicate;

/**
 * Gathers what a {@link CallRouter} is made of; all faults are reported at once by {@link
 * #build()}.
 *
 * <p>For use by one thread.
 *
 * @since 0.1
 */
public final class CallRouterBuilder {
  CallRouterBuilder() {}

  /** Adds a provider made by hand; it comes before those that are discovered. */
  public CallRouterBuilder provider(CallProvider provider) {
    return this;
  }

  /**
   * Adds the providers that ServiceLoader finds and that have settings, and takes the router's own
   * settings (such as {@code CALLROUTER_TOKEN_SECRET}) from the same place.
   */
  public CallRouterBuilder discoverProviders(Settings settings) {
    return this;
  }

  /** Names a factory of endpoints, for {@link Action#connect}. */
  public CallRouterBuilder endpoint(String name, EndpointFactory factory) {
    return this;
  }

  /** Names a flow, for {@link io.callrouter.call.Call#follow}. */
  public CallRouterBuilder flow(String name, FlowFunction flow) {
    return this;
  }

  /** Adds a route: the first whose predicate holds takes the call. */
  public CallRouterBuilder route(String name, Predicate<CallFacts> match, FlowFunction flow) {
    return this;
  }

  /** Adds a route with one constant action, after which the call is hung up. */
  public CallRouterBuilder route(String name, Predicate<CallFacts> match, Action action) {
    return this;
  }

  /** What a call gets that no route takes, or whose flow fails: by default, a refusal as busy. */
  public CallRouterBuilder otherwise(Action action) {
    return this;
  }

  /** Adds a listener to all calls. */
  public CallRouterBuilder listener(CallListener listener) {
    return this;
  }

  /** Adds a named sink for records. */
  public CallRouterBuilder recordSink(String name, RecordSink sink) {
    return this;
  }

  /** Where calls are kept; without one, in memory. One that is passed in is not closed. */
  public CallRouterBuilder store(Store store) {
    return this;
  }

  /** The key of the media tokens, at least 16 bytes; nodes that share a store share it. */
  public CallRouterBuilder tokenSecret(byte[] secret) {
    return this;
  }

  /** Time and threads; one that is passed in is not closed. */
  public CallRouterBuilder timekeeper(Timekeeper timekeeper) {
    return this;
  }

  /** Other bounds than the defaults. */
  public CallRouterBuilder limits(Limits limits) {
    return this;
  }

  /**
   * Makes the router.
   *
   * @throws io.callrouter.config.ConfigurationException naming all faults
   */
  public CallRouter build() {
    return CallRouter.stub();
  }
}
