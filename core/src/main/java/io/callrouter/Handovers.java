package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallState;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.StoreException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Directive;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the decided action of a call to its carrier by commands, and folds what came of that.
 *
 * <p>That it is being sent is stored before the first command, since events may overtake the
 * answer, and this node may die: then it is sent again.
 */
final class Handovers {
  private static final Logger log = LoggerFactory.getLogger(Handovers.class);
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

  private final Calls calls;
  private final Rendering rendering;
  private final Peers peers;
  private final CommandFaults faults;
  private final Timekeeper timekeeper;
  private final Limits limits;

  Handovers(
      Calls calls,
      Rendering rendering,
      Peers peers,
      CommandFaults faults,
      Timekeeper timekeeper,
      Limits limits) {
    this.calls = calls;
    this.rendering = rendering;
    this.peers = peers;
    this.faults = faults;
    this.timekeeper = timekeeper;
    this.limits = limits;
  }

  /**
   * Hands over the action that a call is at.
   *
   * @return after what time the call is to be looked at again; zero for at once
   */
  Duration handOver(CallProvider provider, CallValue call) {
    Action action = Objects.requireNonNull(call.flow().current());
    if (action instanceof Action.Pause || action instanceof Action.Dial) {
      Instant now = timekeeper.now();
      ifStill(call, value -> begun(value, action, now));
      return AT_ONCE;
    }
    Directive.Commands commands = render(provider, call, action);
    if (commands == null) {
      return AT_ONCE;
    }
    CallValue sending = ifStill(call, value -> sending(value, action));
    if (!sending.isWhere(call)) {
      return AT_ONCE;
    }
    if (action instanceof Action.Connect connect && call.media() == null) {
      peers.prepare(sending, connect);
    }
    return send(commands, call.state(), sending, action);
  }

  /** The router does it itself. */
  private static CallValue begun(CallValue call, Action action, Instant now) {
    CallValue next = call.withFlow(call.flow().at(Whereabouts.WITH_ROUTER));
    return action instanceof Action.Dial
        ? next.withDial(DialState.of(call.reference(), now))
        : next;
  }

  /** Null where the provider has no commands, and the action has come out as failed. */
  private Directive.@Nullable Commands render(
      CallProvider provider, CallValue call, Action action) {
    Leg leg = call.leg();
    if (leg != null) {
      return () -> {
        provider.dropLeg(call.facts().carrierId(), leg.dialledFor());
        return Directive.Handover.DONE;
      };
    }
    try {
      if (rendering.of(action, provider, call) instanceof Directive.Commands commands) {
        return commands;
      }
      throw new IllegalStateException(
          "provider " + provider.id() + " made a reply of " + action.kind() + ", not commands");
    } catch (RuntimeException e) {
      log.error("call {}: {} cannot be said", call.facts().id(), action.kind(), e);
      return Due.isLast(action) ? sayNothing(e) : failed(call, action, e);
    }
  }

  /** A call that cannot even be hung up is taken as ended, in the end. */
  private static Directive.Commands sayNothing(RuntimeException why) {
    return () -> {
      throw why;
    };
  }

  private Directive.@Nullable Commands failed(CallValue call, Action action, RuntimeException e) {
    fail(call, action, e);
    return null;
  }

  private static CallValue sending(CallValue call, Action action) {
    CallValue next = call.withFlow(call.flow().at(Whereabouts.SENDING));
    if (action instanceof Action.Connect) {
      return next.mediaIn(call.reference(), MediaState.Phase.AWAITED);
    }
    return action instanceof Action.StartTap start && call.tap(call.reference()) == null
        ? next.withTap(new TapState(call.reference(), start, null))
        : next;
  }

  private Duration send(
      Directive.Commands commands, CallState rendered, CallValue sending, Action action) {
    String id = sending.facts().id();
    try {
      Directive.Handover handover = commands.send();
      if (handover == Directive.Handover.ANSWERING && rendered == CallState.ANSWERED) {
        throw new IllegalStateException("the provider answers a call that is answered");
      }
      Instant now = timekeeper.now();
      calls.update(
          id,
          value -> {
            CallValue known = answering(value, sending, action, handover);
            return value.isWhere(sending) ? sent(known, action, handover, now) : known;
          });
      return AT_ONCE;
    } catch (StoreException e) {
      throw e; // The router's own: the carrier may have it all, and gets it again by the same key.
    } catch (CallEndedException e) {
      faults.gone(id, action.kind());
      Instant now = timekeeper.now();
      calls.update(id, value -> value.gone(now));
      return AT_ONCE;
    } catch (RuntimeException e) {
      boolean again = action instanceof Action.Hangup;
      faults.failed(id, action.kind(), e, again ? "" : "; the flow goes on");
      return again ? tryAgain(sending, e) : fail(sending, action, e);
    }
  }

  /** That the call is being answered counts wherever it is by now: it is not answered twice. */
  private static CallValue answering(
      CallValue call, CallValue sending, Action action, Directive.Handover handover) {
    ToldState told = Objects.requireNonNull(call.told());
    if (handover == Directive.Handover.ANSWERING) {
      Cut cut = told.cut();
      boolean nothingToCut = cut != null && cut.step().equals(sending.reference());
      return call.withTold((nothingToCut ? told.withCut(null) : told).inAnswering());
    }
    // A stream needs an answer.
    return action instanceof Action.Connect ? call.withTold(told.inAnswering()) : call;
  }

  private static CallValue sent(
      CallValue call, Action action, Directive.Handover handover, Instant now) {
    if (handover == Directive.Handover.ANSWERING) {
      return call;
    }
    if (action instanceof Action.Hangup) {
      return taken(call).hungUp(now);
    }
    if (action instanceof Action.Reject) {
      // A call that the router itself refuses has its cause already.
      CallValue refused =
          call.end().isDecided() ? call : call.doomed(EndCause.REJECTED, EndedBy.HOST);
      return taken(refused).hungUp(now);
    }
    boolean done =
        handover == Directive.Handover.DONE
            || action instanceof Action.StartTap
            || action instanceof Action.StopTap;
    return done ? FlowDriver.cameOut(call, action, Outcome.done(), false) : taken(call);
  }

  private static CallValue taken(CallValue call) {
    return call.withFlow(call.flow().at(Whereabouts.TAKEN));
  }

  private Duration fail(CallValue call, Action action, RuntimeException why) {
    Outcome outcome = Outcome.failed(String.valueOf(why.getMessage()));
    ifStill(
        call,
        value ->
            FlowDriver.cameOut(value, action, outcome, false)
                .withMedia(action instanceof Action.Connect ? null : value.media())
                .withoutTap(call.reference()));
    return AT_ONCE;
  }

  /** Nothing else can be done with the call: until it is taken as ended. */
  private Duration tryAgain(CallValue call, RuntimeException why) {
    Instant now = timekeeper.now();
    Duration tried = Duration.between(call.since(), now);
    Duration bound = limits.time(TimeLimit.HANGUP_DELIVERY);
    if (why instanceof CarrierRefusedException || tried.compareTo(bound) >= 0) {
      faults.givenUp(call.facts().id(), tried);
      calls.update(
          call.facts().id(),
          value -> value.ended(EndCause.HANGUP_FAILED, End.Weight.CONCLUSION, now));
      return AT_ONCE;
    }
    Duration twice = tried.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : tried;
    Duration left = bound.minus(tried);
    return twice.compareTo(left) < 0 ? twice : left;
  }

  private CallValue ifStill(CallValue call, UnaryOperator<CallValue> fold) {
    return calls
        .update(call.facts().id(), value -> value.isWhere(call) ? fold.apply(value) : value)
        .now();
  }
}
