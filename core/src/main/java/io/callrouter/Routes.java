package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes in order; each one's flow is registered under the route's name. */
final class Routes {
  static final String OTHERWISE = "otherwise";

  /** The route of a call that is refused because this node has as many as it takes. */
  static final String FULL = "full";

  /** The route of a call that is refused because the router is being closed. */
  static final String CLOSING = "closing";

  /** Names in records that no route of the host's may have. */
  static final Set<String> OWN_NAMES = Set.of(OTHERWISE, FULL, CLOSING);

  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Map<String, Predicate<CallFacts>> predicates;
  private final Action otherwise;
  private final Action whenFull;

  Routes(Map<String, Predicate<CallFacts>> predicates, Action otherwise, Action whenFull) {
    this.predicates = new LinkedHashMap<>(predicates);
    this.otherwise = otherwise;
    this.whenFull = whenFull;
  }

  /** A new call, on the first route that takes it if it is admitted. */
  CallValue take(CallFacts call, Capacity.Verdict verdict) {
    return switch (verdict) {
      case ADMITTED -> admit(call);
      case FULL -> CallValue.refused(call, FULL, whenFull);
      case CLOSING -> CallValue.refused(call, CLOSING, whenFull);
    };
  }

  private CallValue admit(CallFacts call) {
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
