package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.Direction;
import io.callrouter.call.Outcome;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.StoreException;
import io.callrouter.call.Target;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.time.Timekeeper;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Does the dials of calls whose carriers are told: one {@link DialMove} after another. */
final class Dials {
  private final Calls calls;
  private final Legs legs;
  private final DialPlan plan;
  private final CommandFaults faults;
  private final Consumer<String> wake;
  private final Timekeeper timekeeper;

  /**
   * Of this node.
   *
   * @param wake is given a leg that has something due
   */
  Dials(
      Calls calls,
      Legs legs,
      CommandFaults faults,
      Consumer<String> wake,
      Timekeeper timekeeper,
      Limits limits) {
    this.calls = calls;
    this.legs = legs;
    this.plan = new DialPlan(calls::find, limits.time(TimeLimit.ACTION_SLACK));
    this.faults = faults;
    this.wake = wake;
    this.timekeeper = timekeeper;
  }

  /** Whether something can be done for a call's dial now. */
  boolean isDue(CallValue call) {
    return plan.next(call, timekeeper.now()) != null;
  }

  /** Does what is next for a call's dial, if anything is. */
  void goOn(CallProvider provider, CallValue call) {
    Instant now = timekeeper.now();
    DialMove move = plan.next(call, now);
    if (move == null) {
      return;
    }
    DialState dial = Objects.requireNonNull(call.dial());
    if (move instanceof DialMove.Answer) {
      answer(provider, call);
    } else if (move instanceof DialMove.DialTarget target) {
      dial(provider, call, dial, target.number());
    } else if (move instanceof DialMove.Join join) {
      join(provider, call, dial, join.leg());
    } else if (move instanceof DialMove.Drop drop) {
      drop(drop.leg());
    } else if (move instanceof DialMove.Note note) {
      change(call, dial, known -> known.without(note.leg(), note.outcome()));
    } else if (move instanceof DialMove.GiveUp given) {
      change(call, dial, known -> known.without(given.outcome()));
    } else if (move instanceof DialMove.ComeOut end) {
      comeOut(call, end.outcome());
    } else if (move instanceof DialMove.Forget) {
      forget(call, dial);
    }
  }

  /** Drops the legs of a call whose record is closed, and whose value changes no more. */
  void dropLegs(CallValue closed) {
    DialState dial = closed.dial();
    if (dial != null) {
      dial.legs().stream().filter(leg -> calls.find(leg) != null).forEach(this::drop);
    }
  }

  /** One that was dropped before is left alone: it would wake the call again, without an end. */
  private void drop(String leg) {
    if (legs.drop(leg)) {
      wake.accept(leg);
    }
  }

  private void answer(CallProvider provider, CallValue call) {
    String id = call.facts().id();
    try {
      Directive directive = provider.answer(Rendering.step(call));
      Directive.Handover handover =
          directive instanceof Directive.Commands commands
              ? commands.send()
              : Directive.Handover.ANSWERING;
      Instant now = timekeeper.now();
      calls.update(
          id,
          value -> {
            CallValue told = value.withTold(Objects.requireNonNull(value.told()).inAnswering());
            return handover == Directive.Handover.DONE ? told.answeredAt(now) : told;
          });
    } catch (StoreException e) {
      throw e; // The router's own: the carrier is told again by the same key.
    } catch (CallEndedException e) {
      gone(id, "answer");
    } catch (RuntimeException e) {
      faults.failed(id, "the answer", e, "; the dial has failed");
      comeOut(call, Outcome.failed(String.valueOf(e.getMessage())));
    }
  }

  private void gone(String id, String what) {
    faults.gone(id, what);
    Instant now = timekeeper.now();
    calls.update(id, value -> value.gone(now));
  }

  /** It counts as dialled before it is: should this node die, nobody is called twice. */
  private void dial(CallProvider provider, CallValue call, DialState dial, int number) {
    Instant now = timekeeper.now();
    if (!change(call, dial, known -> known.dialled() == number ? known.dialling(now) : known)) {
      return;
    }
    String id = call.facts().id();
    Action.Dial action = (Action.Dial) Objects.requireNonNull(call.flow().current());
    Target target = action.targets().get(number);
    Step step = Rendering.step(call);
    try {
      String leg = provider.dialLeg(target, action, step, number);
      String from = Objects.requireNonNullElse(action.callerId(), call.facts().from());
      String legId =
          legs.arrive(
              provider.id(),
              leg,
              dial.step(),
              new CarrierEvent.Arrived(
                  Direction.OUTBOUND, from, addressOf(target), Map.of(), dial.step()));
      wake.accept(legId); // it may be needed no more
    } catch (OutcomeUnknownException e) {
      faults.failed(id, "the dial of " + target, e, "; its events are awaited");
    } catch (CallEndedException e) {
      gone(id, "dial of " + target);
    } catch (StoreException e) {
      throw e; // of the router's own; the leg's events tell what became of it
    } catch (RuntimeException e) {
      faults.failed(id, "the dial of " + target, e, "; that target has failed");
      Outcome failed = Outcome.failed(String.valueOf(e.getMessage()));
      change(call, dial, known -> known.without(failed));
    }
  }

  private static String addressOf(Target target) {
    if (target instanceof Target.Phone phone) {
      return phone.number();
    }
    return target instanceof Target.Sip sip
        ? sip.address()
        : "client:" + ((Target.Client) target).identity();
  }

  private void join(CallProvider provider, CallValue call, DialState dial, CallValue leg) {
    String id = call.facts().id();
    String legId = leg.facts().id();
    change(call, dial, known -> known.joining(legId));
    Action.Dial action = (Action.Dial) Objects.requireNonNull(call.flow().current());
    try {
      provider.joinLeg(leg.facts().carrierId(), action, Rendering.step(call));
      Instant now = timekeeper.now();
      change(call, dial, known -> legId.equals(known.joined()) ? known.joinedAt(now) : known);
    } catch (StoreException e) {
      throw e; // The router's own: they are joined again by the same key.
    } catch (RuntimeException e) {
      // One of the two may be over: its own events tell.
      faults.failed(id, "the joining of leg " + legId, e, "; the leg is dropped");
      change(call, dial, known -> known.joining(null));
      drop(legId);
    }
  }

  private void comeOut(CallValue call, Outcome outcome) {
    calls.update(
        call.facts().id(),
        value ->
            value.isWhere(call) && value.flow().isHandedOver()
                ? FlowDriver.cameOut(
                    value, Objects.requireNonNull(value.flow().current()), outcome, false)
                : value);
  }

  private void forget(CallValue call, DialState dial) {
    calls.update(
        call.facts().id(),
        value -> {
          ToldState told = value.told();
          if (told == null || !dial.equals(told.dial())) {
            return value;
          }
          ToldState left = told.withDial(null);
          boolean cut = told.cut() != null && told.cut().step().equals(dial.step());
          return value.withTold(cut ? left.withCut(null) : left);
        });
  }

  /** Folds a change into a dial that is still there; false if nothing changed. */
  private boolean change(CallValue call, DialState dial, UnaryOperator<DialState> next) {
    return calls
        .update(
            call.facts().id(),
            value -> {
              DialState known = value.dial();
              return known != null && known.step().equals(dial.step())
                  ? value.withDial(next.apply(known))
                  : value;
            })
        .changed();
  }
}
