package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallState;
import io.callrouter.call.Outcome;
import io.callrouter.call.Timeline;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a carrier's request: verified and parsed by its provider, taken in once, folded into
 * its call, and answered, where the carrier waits for that, with the flow's next action.
 */
final class Signalling {
  private static final Logger log = LoggerFactory.getLogger(Signalling.class);

  private final CallBook book;
  private final Calls calls;
  private final MediaSteps media;
  private final Replies replies;
  private final Commander commander;
  private final Inbox inbox;
  private final EarlyEnds earlyEnds;
  private final Arrivals arrivals;
  private final Refusals refusals;
  private final Timekeeper timekeeper;
  private final Counters counters;

  Signalling(
      CallBook book,
      Calls calls,
      MediaSteps media,
      Replies replies,
      Commander commander,
      Inbox inbox,
      EarlyEnds earlyEnds,
      Arrivals arrivals,
      Refusals refusals,
      Timekeeper timekeeper,
      Counters counters) {
    this.book = book;
    this.calls = calls;
    this.media = media;
    this.replies = replies;
    this.commander = commander;
    this.inbox = inbox;
    this.earlyEnds = earlyEnds;
    this.arrivals = arrivals;
    this.refusals = refusals;
    this.timekeeper = timekeeper;
    this.counters = counters;
  }

  WebResponse handle(CallProvider provider, WebRequest request) {
    CarrierRequest received = provider.receive(request);
    if (received instanceof CarrierRequest.Refused refused) {
      // Not the path: a media token may stand in it.
      refusals.request(
          refused.status(),
          "{}: {} refused with {}: {}; {}",
          provider.id(),
          request.method(),
          refused.status(),
          refused.reason(),
          refused.remedy());
      return WebResponse.text(refused.status(), refused.reason());
    }
    CarrierRequest.Accepted accepted = (CarrierRequest.Accepted) received;
    return inbox.take(provider.id() + "/" + accepted.identity(), () -> process(provider, accepted));
  }

  private WebResponse process(CallProvider provider, CarrierRequest.Accepted request) {
    String id = callOf(provider, request);
    if (id == null && earlyEnds.keep(provider.id(), request)) {
      id = callOf(provider, request);
    }
    if (id == null) {
      counters.count("requests.unknown-call");
      log.warn(
          "{}: a request is about a call that nobody knows: it came too late or too early, the store"
              + " forgot the call at a restart, or somebody else placed it",
          provider.id());
      return request.awaitsAction()
          ? WebResponse.text(404, "there is no such call (any more)")
          : provider.acknowledge();
    }
    calls.note(id, Timeline.Kind.REQUEST, reported(request));
    return provider.takesCommands() ? told(provider, id, request) : asked(provider, id, request);
  }

  /** What was reported is stored when this is acknowledged; what follows from it is done beside. */
  private WebResponse told(CallProvider provider, String id, CarrierRequest.Accepted request) {
    StepReference step = request.step();
    boolean leg = calls.get(id).leg() != null;
    for (CarrierEvent event : request.events()) {
      take(id, event, leg);
      if (event instanceof CarrierEvent.Arrived) {
        endedBefore(provider, id, leg);
      }
      if (event instanceof CarrierEvent.ActionEnded ended && step != null) {
        calls.update(id, call -> StepEnds.of(call, step, ended.outcome()));
      }
    }
    commander.wake(id);
    return provider.acknowledge();
  }

  private WebResponse asked(CallProvider provider, String id, CarrierRequest.Accepted request) {
    boolean callGone = false;
    for (CarrierEvent event : request.events()) {
      take(id, event, false);
      if (event instanceof CarrierEvent.Arrived) {
        endedBefore(provider, id, false);
        cameBack(id);
      } else if (event instanceof CarrierEvent.ActionEnded ended) {
        callGone |= ended.callGone();
        if (request.step() != null) {
          media.carrierCameBack(request.step(), ended.outcome());
        }
      }
    }
    return request.awaitsAction() ? replies.answer(provider, id, callGone) : provider.acknowledge();
  }

  private static Map<String, String> reported(CarrierRequest.Accepted request) {
    String events =
        request.events().stream()
            .map(event -> event.getClass().getSimpleName())
            .map(name -> name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    StepReference step = request.step();
    return step == null
        ? Map.of("events", events)
        : Map.of("events", events, "step", Integer.toString(step.step()));
  }

  /**
   * A call that comes in once more was handed to somebody else, who gives it back: only what the
   * carrier's own action did can lead there.
   */
  private void cameBack(String id) {
    CallValue call = calls.get(id);
    if (call.flow().isHandedOver() && call.flow().current() instanceof Action.Custom) {
      media.carrierCameBack(call.reference(), Outcome.done());
    }
  }

  private void endedBefore(CallProvider provider, String id, boolean leg) {
    CarrierEvent.Ended ended = earlyEnds.of(provider.id(), calls.get(id).facts().carrierId());
    if (ended != null) {
      take(id, ended, leg);
    }
  }

  /** The news of a leg are for another call too: should this node die, its adopter tells that. */
  private void take(String id, CarrierEvent event, boolean leg) {
    UnaryOperator<CallValue> fold = call -> call.fold(event, timekeeper.now());
    CallValue before = (leg ? calls.updateAsOwner(id, fold) : calls.update(id, fold)).before();
    if (before.closed()) {
      counters.count("events.after-record");
    } else if (event instanceof CarrierEvent.Digit digit) {
      key(before, digit.key());
    } else if (event instanceof CarrierEvent.Custom custom) {
      counters.count("events.custom");
      Map<String, String> details = new HashMap<>(custom.details());
      details.put("event", custom.name());
      calls.tell(before, CallEvent.Kind.CARRIER, before.state() == CallState.ENDED, details);
    } else if (event instanceof CarrierEvent.Progress progress
        && progress.state().compareTo(before.state()) < 0) {
      counters.count("events.late");
      calls.tell(before, CallEvent.Kind.STATE, true, Map.of("state", progress.state().name()));
    }
  }

  /** Which key, listeners are not told: it may be one of a card number. */
  private void key(CallValue call, char key) {
    if (call.isMediaOpen()) {
      return; // its stream tells
    }
    boolean late = call.state() == CallState.ENDED;
    calls.tell(call, CallEvent.Kind.DIGIT, late, Map.of("digit", "*"));
    calls.update(call.facts().id(), value -> FinishKeys.pressed(value, key, timekeeper.now()));
  }

  /** The call a request is about, made if it is new; null if there is none. */
  private @Nullable String callOf(CallProvider provider, CarrierRequest.Accepted request) {
    if (request.step() != null) {
      CallValue call = calls.find(request.step().callId());
      return call != null && isCallOf(call, provider, request) ? call.facts().id() : null;
    }
    String carrierId = request.carrierId();
    if (carrierId == null) {
      return null;
    }
    for (CarrierEvent event : request.events()) {
      if (event instanceof CarrierEvent.Arrived arrived) {
        return arrivals.arrive(provider, carrierId, arrived);
      }
    }
    String id = book.idOf(provider.id(), carrierId);
    return id == null || calls.find(id) == null ? null : id;
  }

  private static boolean isCallOf(
      CallValue call, CallProvider provider, CarrierRequest.Accepted request) {
    return call.facts().provider().equals(provider.id())
        && (request.carrierId() == null || call.facts().carrierId().equals(request.carrierId()));
  }
}
