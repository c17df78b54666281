package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.EndedBy;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Timeline;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The legs that were dialled for calls: each a call of its own, made by what comes first, the
 * carrier's answer to the dial or an event of the leg.
 */
final class Legs {
  private static final Logger log = LoggerFactory.getLogger(Legs.class);
  private static final String ROUTE = "leg";

  private final CallBook book;
  private final Calls calls;
  private final CallIds ids;
  private final Timekeeper timekeeper;
  private final Counters counters;

  Legs(CallBook book, Calls calls, CallIds ids, Timekeeper timekeeper, Counters counters) {
    this.book = book;
    this.calls = calls;
    this.ids = ids;
    this.timekeeper = timekeeper;
    this.counters = counters;
  }

  /**
   * A leg is known; makes its call unless that is there, and tells the dial of it.
   *
   * @param dialledFor the step whose dial it was dialled for
   * @return our id of the leg
   */
  String arrive(
      String provider, String carrierId, StepReference dialledFor, CarrierEvent.Arrived arrived) {
    String id = book.idOf(provider, carrierId, ids.next());
    if (calls.find(id) == null) {
      CallValue caller = calls.find(dialledFor.callId());
      CallValue leg = leg(id, provider, carrierId, dialledFor, arrived, caller);
      if (calls.createLeg(leg)) {
        counters.count("calls.legs");
      }
    }
    if (!isWanted(id, provider, dialledFor)) {
      log.info("call {}: its leg {} is needed no more", dialledFor.callId(), id);
      drop(id);
    }
    return id;
  }

  private CallValue leg(
      String id,
      String provider,
      String carrierId,
      StepReference dialledFor,
      CarrierEvent.Arrived arrived,
      @Nullable CallValue caller) {
    CallFacts facts =
        new CallFacts(
            id,
            caller == null ? dialledFor.callId() : caller.facts().correlationId(),
            provider,
            carrierId,
            Direction.OUTBOUND,
            arrived.from(),
            arrived.to(),
            timekeeper.now(),
            arrived.details());
    Action doing =
        caller != null && caller.reference().equals(dialledFor) ? caller.flow().current() : null;
    Duration longest =
        doing instanceof Action.Dial dial
            ? dial.ringTimeout().plus(dial.timeLimit())
            : Duration.ZERO;
    return CallValue.arrived(facts, ROUTE, FlowState.none())
        .withTold(ToldState.of(new Leg(dialledFor, longest)));
  }

  /** Tells the dial of a leg; false if there is no such dial any more. */
  private boolean isWanted(String id, String provider, StepReference dialledFor) {
    try {
      CallBook.Change change =
          calls.update(
              dialledFor.callId(),
              call -> {
                DialState dial = call.dial();
                return dial != null
                        && dial.step().equals(dialledFor)
                        && call.facts().provider().equals(provider)
                    ? call.withDial(dial.with(id))
                    : call;
              });
      if (change.changed()) {
        calls.note(dialledFor.callId(), Timeline.Kind.LEG, Map.of("leg", id));
      }
      DialState dial = change.now().dial();
      return dial != null
          && dial.step().equals(dialledFor)
          && change.now().facts().provider().equals(provider)
          && !change.now().closed();
    } catch (NotFoundException e) {
      return false;
    }
  }

  /** Gives a leg that lives a hang-up; false if it has one, or is over. */
  boolean drop(String id) {
    return calls
        .update(
            id,
            leg ->
                leg.end().firstSignAt() == null && leg.flow().current() == null
                    ? Redirect.of(leg, leg.flow().doing(Action.hangup()), timekeeper.now())
                        .endedBy(EndedBy.ROUTER)
                    : leg)
        .changed();
  }
}
