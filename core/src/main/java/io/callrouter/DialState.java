package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Outcome;
import io.callrouter.spi.StepReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a dial is that the router does itself.
 *
 * <p>A target is counted as dialled before it is, so that nobody is called twice. Its leg is known
 * once the carrier gave its id, or reported it.
 *
 * @param step the dial's step
 * @param dialled how many targets were dialled
 * @param legs our ids of the legs that are known and not over
 * @param over how it ended with those that are over, in this order
 * @param joined our id of the leg that is joined with the call, or about to be; else null
 * @param joinedAt since when it is joined, or null while it is not
 * @param at when the last target was dialled
 */
record DialState(
    StepReference step,
    int dialled,
    List<String> legs,
    List<Over> over,
    @Nullable String joined,
    @Nullable Instant joinedAt,
    Instant at) {
  /**
   * A target that is dealt with.
   *
   * @param leg our id of its leg, or null if there never was one
   */
  record Over(@Nullable String leg, Outcome outcome) {}

  DialState {
    legs = List.copyOf(legs);
    over = List.copyOf(over);
  }

  static DialState of(StepReference step, Instant now) {
    return new DialState(step, 0, List.of(), List.of(), null, null, now);
  }

  /** How many targets were dialled of whose legs nothing is known. */
  int unknown() {
    return Math.max(0, dialled - legs.size() - over.size());
  }

  DialState dialling(Instant now) {
    return new DialState(step, dialled + 1, legs, over, joined, joinedAt, now);
  }

  /** A leg has become known; may be said more than once. */
  DialState with(String leg) {
    if (legs.contains(leg) || over.stream().anyMatch(one -> leg.equals(one.leg))) {
      return this;
    }
    List<String> more = new ArrayList<>(legs);
    more.add(leg);
    List<Over> others = unknown() == 0 ? withoutOneGivenUp() : over;
    return new DialState(step, dialled, more, others, joined, joinedAt, at);
  }

  /** A leg beyond those that are awaited is of a target that was given up: it has one after all. */
  private List<Over> withoutOneGivenUp() {
    List<Over> left = new ArrayList<>(over);
    over.stream().filter(one -> one.leg == null).findFirst().ifPresent(left::remove);
    return left;
  }

  /** A leg is over. */
  DialState without(String leg, Outcome outcome) {
    List<String> left = legs.stream().filter(one -> !one.equals(leg)).toList();
    return new DialState(step, dialled, left, and(leg, outcome), joined, joinedAt, at);
  }

  /** A target has no leg and will have none. */
  DialState without(Outcome outcome) {
    return new DialState(step, dialled, legs, and(null, outcome), joined, joinedAt, at);
  }

  private List<Over> and(@Nullable String leg, Outcome outcome) {
    List<Over> more = new ArrayList<>(over);
    more.add(new Over(leg, outcome));
    return more;
  }

  DialState joining(@Nullable String leg) {
    return new DialState(step, dialled, legs, over, leg, null, at);
  }

  DialState joinedAt(Instant now) {
    return new DialState(step, dialled, legs, over, joined, now, at);
  }

  /** When it has rung, or the two have talked, for as long as that can take, the slack included. */
  Instant longest(Action.Dial action, Duration slack) {
    return joinedAt == null
        ? at.plus(action.ringTimeout()).plus(slack)
        : joinedAt.plus(action.timeLimit()).plus(slack);
  }
}
