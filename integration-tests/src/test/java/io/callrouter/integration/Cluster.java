package io.callrouter.integration;

import io.callrouter.CallRouterBuilder;
import io.callrouter.testkit.Delivery;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Where the carrier's load balancer sends what. */
@SuppressWarnings("ImmutableEnumChecker") // Functions without state.
enum Cluster {
  ONE_NODE(delivery -> false),
  STEP_BY_STEP(delivery -> delivery.number() % 2 == 0),
  MEDIA_AND_REPEATS_ELSEWHERE(
      delivery -> delivery.repeated() || delivery.kind() == Delivery.Kind.MEDIA);

  private final Function<Delivery, Boolean> second;

  Cluster(Function<Delivery, Boolean> second) {
    this.second = second;
  }

  VirtualOffice open(UnaryOperator<CallRouterBuilder> routes) {
    return this == ONE_NODE ? VirtualOffice.of(routes) : VirtualOffice.ofTwo(routes, second);
  }
}
