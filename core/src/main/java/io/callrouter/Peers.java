package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.NotFoundException;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.internal.stream.TapStream;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.TapFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Connects streams with the endpoints and taps that this node has, by the names an action gives.
 */
final class Peers {
  private final Map<String, EndpointFactory> endpoints;
  private final Map<String, TapFactory> taps;
  private final Function<CallValue, Call> handles;

  Peers(
      Map<String, EndpointFactory> endpoints,
      Map<String, TapFactory> taps,
      Function<CallValue, Call> handles) {
    this.endpoints = Map.copyOf(endpoints);
    this.taps = Map.copyOf(taps);
    this.handles = handles;
  }

  private record Connecting(Call call, Map<String, String> attributes) implements ConnectContext {}

  /** Gives a stream the peer and the taps of the connect that the call is at. */
  void connect(CallValue call, MediaStream stream) {
    if (!(call.flow().current() instanceof Action.Connect connect)) {
      throw new IllegalStateException(call.reference() + " is no connect");
    }
    Connecting context = new Connecting(handles.apply(call), connect.attributes());
    stream.tap(known(connect.taps()), context);
    stream.detectKeys(connect.keysInAudio());
    stream.connect(factoryOf(connect), context);
  }

  /** Gives a stream that only brings audio its tap. */
  void tap(CallValue call, Action.StartTap action, TapStream stream) {
    Connecting context = new Connecting(handles.apply(call), action.attributes());
    TapFactory factory = taps.get(action.tap());
    stream.tap(action.tap(), factory == null ? withoutTap(action.tap()) : factory, context);
  }

  private EndpointFactory factoryOf(Action.Connect connect) {
    EndpointFactory factory = endpoints.get(connect.endpoint());
    if (factory == null) {
      return without("endpoint", connect.endpoint());
    }
    return connect.taps().stream()
        .filter(tap -> !taps.containsKey(tap))
        .findFirst()
        .map(tap -> without("tap", tap))
        .orElse(factory);
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
