package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is next for a dial, as the values of the call and of its legs have it. */
final class DialPlan {
  private final Function<String, @Nullable CallValue> legs;
  private final Duration slack;

  /**
   * A plan by rules that never change.
   *
   * @param legs finds a leg by our id; null if it is not known (any more)
   */
  DialPlan(Function<String, @Nullable CallValue> legs, Duration slack) {
    this.legs = legs;
    this.slack = slack;
  }

  /** What is next for the call's dial; null if something must happen first. */
  @Nullable DialMove next(CallValue call, Instant now) {
    DialState dial = call.dial();
    if (dial == null) {
      return null;
    }
    return Due.isDialling(call)
        ? next(call, (Action.Dial) Objects.requireNonNull(call.flow().current()), dial, now)
        : last(call, dial);
  }

  private @Nullable DialMove next(CallValue call, Action.Dial action, DialState dial, Instant now) {
    boolean late = !now.isBefore(dial.longest(action, slack));
    if (!isAnswered(call) && !action.answerOnBridge()) {
      return answer(call, late);
    }
    for (String id : dial.legs()) {
      CallValue leg = legs.apply(id);
      if (leg == null || leg.state() == CallState.ENDED) {
        return new DialMove.Note(id, outcome(leg, dial, id));
      }
    }
    return dial.joined() == null
        ? ringing(call, action, dial, late)
        : joined(dial, dial.joined(), late);
  }

  private static boolean isAnswered(CallValue call) {
    return call.state() == CallState.ANSWERED;
  }

  private static @Nullable DialMove answer(CallValue call, boolean late) {
    if (!Due.awaitsAnswer(call)) {
      return new DialMove.Answer();
    }
    return late
        ? new DialMove.ComeOut(Outcome.failed("the carrier did not answer the call"))
        : null;
  }

  private @Nullable DialMove ringing(
      CallValue call, Action.Dial action, DialState dial, boolean late) {
    CallValue answered = firstAnswered(dial);
    if (answered != null) {
      return isAnswered(call) ? new DialMove.Join(answered) : answer(call, late);
    }
    if (late) {
      DialMove end = rungOut(dial);
      if (end != null) {
        return end;
      }
    }
    boolean none = dial.legs().isEmpty() && dial.unknown() == 0;
    if (dial.dialled() < action.targets().size() && (none || !action.inTurn())) {
      return new DialMove.DialTarget(dial.dialled());
    }
    return none ? new DialMove.ComeOut(last(dial.over())) : null;
  }

  private @Nullable CallValue firstAnswered(DialState dial) {
    return dial.legs().stream()
        .map(legs)
        .filter(leg -> leg != null && isAnswered(leg) && isWanted(leg))
        .findFirst()
        .orElse(null);
  }

  /** The carrier has not ended what rings, or never said that it rings. */
  private @Nullable DialMove rungOut(DialState dial) {
    DialMove drop = dropFirst(dial.legs());
    return drop == null && dial.unknown() > 0
        ? new DialMove.GiveUp(Outcome.failed("it is not known whether the target was dialled"))
        : drop;
  }

  private @Nullable DialMove joined(DialState dial, String leg, boolean late) {
    for (DialState.Over over : dial.over()) {
      if (leg.equals(over.leg())) {
        return new DialMove.ComeOut(over.outcome());
      }
    }
    CallValue joined = legs.apply(leg);
    if (dial.joinedAt() == null && joined != null) {
      return new DialMove.Join(joined); // again, since it is not known whether that was done
    }
    return dropFirst(
        late ? dial.legs() : dial.legs().stream().filter(one -> !one.equals(leg)).toList());
  }

  /** Of a dial that is over: the legs are dropped, and their ends awaited where one was cut. */
  private @Nullable DialMove last(CallValue call, DialState dial) {
    DialMove drop = dropFirst(dial.legs());
    if (drop != null) {
      return drop;
    }
    boolean cut = call.told() != null && call.told().cut() != null;
    boolean waits = cut && call.state() != CallState.ENDED;
    return waits && dial.legs().stream().map(legs).anyMatch(DialPlan::isLive)
        ? null
        : new DialMove.Forget();
  }

  private @Nullable DialMove dropFirst(List<String> ids) {
    return ids.stream()
        .filter(id -> isLive(legs.apply(id)) && isWanted(legs.apply(id)))
        .findFirst()
        .map(DialMove.Drop::new)
        .orElse(null);
  }

  private static boolean isLive(@Nullable CallValue leg) {
    return leg != null && leg.state() != CallState.ENDED;
  }

  /** Whether it was not given a hang-up. */
  private static boolean isWanted(@Nullable CallValue leg) {
    return leg != null && leg.flow().current() == null;
  }

  private static Outcome outcome(@Nullable CallValue leg, DialState dial, String id) {
    boolean joined = id.equals(dial.joined()) && dial.joinedAt() != null;
    return LegOutcome.of(leg, joined ? dial.joinedAt() : null);
  }

  private static Outcome last(List<DialState.Over> over) {
    return over.isEmpty()
        ? Outcome.failed("nobody was dialled")
        : over.get(over.size() - 1).outcome();
  }
}
