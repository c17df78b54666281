package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes in order; each one's flow is registered under the route's name. */
final class Routes {
  static final String OTHERWISE = "otherwise";

  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Map<String, Predicate<CallFacts>> predicates;
  private final Action otherwise;

  Routes(Map<String, Predicate<CallFacts>> predicates, Action otherwise) {
    this.predicates = new LinkedHashMap<>(predicates);
    this.otherwise = otherwise;
  }

  /** A new call, on the first route that takes it. */
  CallValue take(CallFacts call) {
    for (Map.Entry<String, Predicate<CallFacts>> route : predicates.entrySet()) {
      if (takes(route.getKey(), route.getValue(), call)) {
        return CallValue.arrived(call, route.getKey(), FlowState.ofFlow(route.getKey()));
      }
    }
    return CallValue.arrived(call, OTHERWISE, FlowState.ofAction(otherwise));
  }

  private static boolean takes(String name, Predicate<CallFacts> predicate, CallFacts call) {
    try {
      return predicate.test(call);
    } catch (RuntimeException e) {
      log.error("call {}: the predicate of route {} failed, passed over", call.id(), name, e);
      return false;
    }
  }
}
