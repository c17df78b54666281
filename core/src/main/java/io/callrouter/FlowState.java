package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a call is in what it was told to do.
 *
 * @param generation counts what the call was given: 0 is its route's flow
 * @param name the flow's name, or null where a single action was given
 * @param only the single action, or null where a flow was given
 * @param attributes handed to the flow
 * @param done the actions that have come out, in order
 * @param current the action decided for the present step, or null if that is not decided
 * @param at where the current action is; decided where there is none
 * @param once the remembered results of the call, in all generations
 * @param steps how many actions have come out in all generations
 */
record FlowState(
    int generation,
    @Nullable String name,
    @Nullable Action only,
    Map<String, String> attributes,
    List<Done> done,
    @Nullable Action current,
    Whereabouts at,
    Map<String, String> once,
    int steps) {
  /**
   * An action and how it came out.
   *
   * @param broken whether it failed because its endpoint could not be made, threw or got stuck
   */
  record Done(Action action, Outcome outcome, boolean broken) {}

  FlowState {
    // Absent from calls that an earlier version stored.
    Whereabouts known = at == null ? Whereabouts.TAKEN : at;
    at = current == null ? Whereabouts.DECIDED : known;
    attributes = Map.copyOf(attributes);
    done = List.copyOf(done);
    once = Map.copyOf(once);
  }

  static FlowState ofFlow(String name) {
    return new FlowState(
        0, name, null, Map.of(), List.of(), null, Whereabouts.DECIDED, Map.of(), 0);
  }

  static FlowState ofAction(Action action) {
    return new FlowState(
        0, null, action, Map.of(), List.of(), null, Whereabouts.DECIDED, Map.of(), 0);
  }

  /** Of a call that does what another one needs. */
  static FlowState none() {
    return new FlowState(
        0, null, null, Map.of(), List.of(), null, Whereabouts.DECIDED, Map.of(), 0);
  }

  /** The next generation: another flow. */
  FlowState following(String flow, Map<String, String> with) {
    return new FlowState(
        generation + 1, flow, null, with, List.of(), null, Whereabouts.DECIDED, once, steps);
  }

  /** The next generation: a single action. */
  FlowState doing(Action action) {
    return new FlowState(
        generation + 1, null, action, Map.of(), List.of(), null, Whereabouts.DECIDED, once, steps);
  }

  FlowState deciding(Action action) {
    return new FlowState(
        generation, name, only, attributes, done, action, Whereabouts.DECIDED, once, steps);
  }

  /** The current action is there now. */
  FlowState at(Whereabouts place) {
    return new FlowState(generation, name, only, attributes, done, current, place, once, steps);
  }

  /** Whether the current action may be known to the carrier, or be under way in the router. */
  boolean isHandedOver() {
    return at != Whereabouts.DECIDED;
  }

  /** The current action came out. */
  FlowState cameOut(Action action, Outcome outcome) {
    return cameOut(action, outcome, false);
  }

  /** The current action came out, perhaps because its endpoint is broken. */
  FlowState cameOut(Action action, Outcome outcome, boolean broken) {
    List<Done> more = new ArrayList<>(done);
    more.add(new Done(action, outcome, broken));
    return new FlowState(
        generation, name, only, attributes, more, null, Whereabouts.DECIDED, once, steps + 1);
  }

  /** Remembers a result, unless there is one: what a run was given once stands. */
  FlowState remembering(String key, String result) {
    Map<String, String> more = new HashMap<>(once);
    more.putIfAbsent(key, result);
    return new FlowState(generation, name, only, attributes, done, current, at, more, steps);
  }

  /** Whether the last action failed because its endpoint is broken. */
  boolean endsBroken() {
    return !done.isEmpty() && done.get(done.size() - 1).broken();
  }

  String label() {
    if (name != null) {
      return name;
    }
    return only == null ? "none" : "single action";
  }
}
