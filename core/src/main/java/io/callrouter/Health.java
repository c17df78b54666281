package io.callrouter;

import java.util.Map;

/**
 * How a router is, for whoever decides whether to send it calls or to start it anew.
 *
 * @param state where it is in its life
 * @param activeCalls calls that count here: from their first request to their end
 * @param maximumCalls how many it takes at once, see {@link CountLimit#CONCURRENT_CALLS}
 * @param callsByFlow how many of the calls run each flow, by its name; a flow is to stay registered
 *     while it is named here
 * @param adoptedCalls how many it has taken over so far from nodes that are gone, an earlier life
 *     of this one included
 * @since 0.1
 */
public record Health(
    RouterState state,
    int activeCalls,
    int maximumCalls,
    Map<String, Integer> callsByFlow,
    long adoptedCalls) {
  private static final double PERCENT = 100;

  /** Copies the map. */
  public Health {
    callsByFlow = Map.copyOf(callsByFlow);
  }

  /** Whether it works at all: a drain is no reason to start it anew. */
  public boolean isLive() {
    return state != RouterState.CLOSED;
  }

  /**
   * Whether it wants new calls. A full router does: it refuses them in the carrier's own language,
   * and the calls that are live still need its webhooks.
   */
  public boolean isReady() {
    return state == RouterState.OPEN;
  }

  /** How much of {@link #maximumCalls} is taken, in percent. */
  public double utilizationPercent() {
    return Math.round(10 * PERCENT * activeCalls / maximumCalls) / 10.0;
  }
}
