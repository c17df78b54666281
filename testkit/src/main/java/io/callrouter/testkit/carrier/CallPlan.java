package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a test asked of one call, whatever the carrier.
 *
 * @param farEnds what far ends do by themselves, by their addresses
 * @param listener is told what happens
 * @since 0.1
 */
public record CallPlan(
    String from,
    String to,
    List<Misbehaviour> misbehaviours,
    Map<String, FarEndScript> farEnds,
    Consumer<TimelineEvent> listener) {
  /** Copies lists and maps. */
  public CallPlan {
    misbehaviours = List.copyOf(misbehaviours);
    farEnds = Map.copyOf(farEnds);
  }

  /** Whether the carrier is to misbehave so. */
  public boolean has(Class<? extends Misbehaviour> kind) {
    return misbehaviours.stream().anyMatch(kind::isInstance);
  }

  /** What a far end does by itself. */
  public FarEndScript scriptOf(String address) {
    return farEnds.getOrDefault(address, FarEndScript.TOLD);
  }
}
