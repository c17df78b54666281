package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Handset;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a test asked of one call, whatever the carrier.
 *
 * @param farEnds what far ends do by themselves, by their addresses
 * @param listener is told what happens
 * @param handset the live handset at the caller's ear, or null for none
 * @since 0.1
 */
public record CallPlan(
    String from,
    String to,
    List<Misbehaviour> misbehaviours,
    Map<String, FarEndScript> farEnds,
    Consumer<TimelineEvent> listener,
    @Nullable Handset handset) {
  /** Copies lists and maps. */
  public CallPlan {
    misbehaviours = List.copyOf(misbehaviours);
    farEnds = Map.copyOf(farEnds);
  }

  /** A call without a live handset. */
  public CallPlan(
      String from,
      String to,
      List<Misbehaviour> misbehaviours,
      Map<String, FarEndScript> farEnds,
      Consumer<TimelineEvent> listener) {
    this(from, to, misbehaviours, farEnds, listener, null);
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
