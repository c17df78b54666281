package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.NotFoundException;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.internal.stream.TapStream;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connects streams with the endpoints and taps that this node has, by the names an action gives.
 */
final class Peers {
  private final Map<String, EndpointFactory> endpoints;
  private final Map<String, TapFactory> taps;
  private final Function<CallValue, Call> handles;
  private final EarlyEndpoints early;
  private final Timekeeper timekeeper;

  Peers(
      Map<String, EndpointFactory> endpoints,
      Map<String, TapFactory> taps,
      Function<CallValue, Call> handles,
      EarlyEndpoints early,
      Timekeeper timekeeper) {
    this.endpoints = Map.copyOf(endpoints);
    this.taps = Map.copyOf(taps);
    this.handles = handles;
    this.early = early;
    this.timekeeper = timekeeper;
  }

  /** Shown in logs by the name of what is to be made, since its factory may be any lambda. */
  private record Connecting(
      String name, Call call, Map<String, String> attributes, Timekeeper timekeeper)
      implements ConnectContext {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The carrier was told to open a stream for a connect: what can be made early is. */
  void prepare(CallValue call, Action.Connect connect) {
    EndpointFactory factory = endpoints.get(connect.endpoint());
    if (factory != null && factory.isEarly()) {
      early.begin(call.reference(), factory, connecting(call, connect));
    }
  }

  /** Gives a stream the peer and the taps of the connect that the call is at. */
  void connect(CallValue call, MediaStream stream) {
    if (!(call.flow().current() instanceof Action.Connect connect)) {
      throw new IllegalStateException(call.reference() + " is no connect");
    }
    Connecting context = connecting(call, connect);
    stream.tap(known(connect.taps()), context);
    stream.detectKeys(connect.keysInAudio());
    stream.connect(factoryOf(connect, call.reference()), context);
  }

  private Connecting connecting(CallValue call, Action.Connect connect) {
    String name = "endpoint " + connect.endpoint();
    return new Connecting(name, handles.apply(call), connect.attributes(), timekeeper);
  }

  /** Gives a stream that only brings audio its tap. */
  void tap(CallValue call, Action.StartTap action, TapStream stream) {
    Connecting context =
        new Connecting("tap " + action.tap(), handles.apply(call), action.attributes(), timekeeper);
    TapFactory factory = taps.get(action.tap());
    stream.tap(action.tap(), factory == null ? withoutTap(action.tap()) : factory, context);
  }

  private EndpointFactory factoryOf(Action.Connect connect, StepReference step) {
    EndpointFactory factory = endpoints.get(connect.endpoint());
    if (factory == null) {
      return without("endpoint", connect.endpoint());
    }
    return connect.taps().stream()
        .filter(tap -> !taps.containsKey(tap))
        .findFirst()
        .map(tap -> without("tap", tap))
        .orElseGet(() -> prepared(factory, step));
  }

  private EndpointFactory prepared(EndpointFactory factory, StepReference step) {
    return factory.isEarly() ? context -> early.take(step, factory, context) : factory;
  }

  private Map<String, TapFactory> known(List<String> names) {
    Map<String, TapFactory> known = new LinkedHashMap<>();
    for (String name : names) {
      TapFactory factory = taps.get(name);
      if (factory != null) {
        known.put(name, factory);
      }
    }
    return known;
  }

  /** Completes when what was made early and is not wanted any more is closed. */
  CompletableFuture<@Nullable Void> close() {
    return early.close();
  }

  /** How many endpoints wait for their media sockets. */
  int held() {
    return early.held();
  }

  private static EndpointFactory without(String what, String name) {
    return context -> {
      throw missing(what, name);
    };
  }

  private static TapFactory withoutTap(String name) {
    return context -> {
      throw missing("tap", name);
    };
  }

  private static NotFoundException missing(String what, String name) {
    return new NotFoundException("this node has no " + what + " named " + name);
  }
}
