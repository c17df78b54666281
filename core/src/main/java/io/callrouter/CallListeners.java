package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallListener;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.call.Timeline;
import io.callrouter.time.Timekeeper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's listeners what happens to calls, in order and beside everything else. */
final class CallListeners {
  private static final Logger log = LoggerFactory.getLogger(CallListeners.class);

  private final List<CallListener> listeners;
  private final CallQueues queues;
  private final Timelines timelines;
  private final Timekeeper timekeeper;
  private final Function<CallValue, Call> handles;

  CallListeners(
      List<CallListener> listeners,
      Timelines timelines,
      Timekeeper timekeeper,
      Function<CallValue, Call> handles) {
    this.listeners = List.copyOf(listeners);
    this.timelines = timelines;
    this.queues = new CallQueues(timekeeper, "listener");
    this.timekeeper = timekeeper;
    this.handles = handles;
  }

  void tell(CallValue value, CallEvent.Kind kind, boolean late, Map<String, String> details) {
    note(value, kind, late, details);
    if (listeners.isEmpty()) {
      return;
    }
    CallEvent event = new CallEvent(kind, timekeeper.now(), late, details);
    Call call = handles.apply(value);
    queues.execute(call.id(), () -> listeners.forEach(one -> tell(one, call, event)));
  }

  /** What a carrier tells in words of its own may be anything: of that only the name is noted. */
  private void note(
      CallValue call, CallEvent.Kind kind, boolean late, Map<String, String> details) {
    String id = call.facts().id();
    if (!call.closed()) {
      timelines.begin(id);
    }
    Map<String, String> noted = new HashMap<>(details);
    noted.keySet().removeIf(name -> kind == CallEvent.Kind.CARRIER && !name.equals("event"));
    noted.remove("digit");
    if (late) {
      noted.put("late", "true");
    }
    timelines.note(id, Timeline.Kind.valueOf(kind.name()), noted);
  }

  private static void tell(CallListener listener, Call call, CallEvent event) {
    try {
      listener.onEvent(call, event);
    } catch (RuntimeException e) {
      log.warn("call {}: a listener failed at {}", call.id(), event.kind(), e);
    }
  }

  /** Tells what follows from a change of a call's value. */
  void tellChange(CallValue before, CallValue now) {
    if (before.state() != now.state()) {
      log.atLevel(now.logLevel()).log("call {}: {}", now.facts().id(), now.state());
      tell(now, CallEvent.Kind.STATE, false, Map.of("state", now.state().name()));
    }
    tellOfFlow(before.flow(), now);
    tellOfMedia(before, now);
    for (TapState tap : openIn(now, before)) {
      tell(now, CallEvent.Kind.TAP_STARTED, false, Map.of("tap", tap.action().tap()));
    }
    for (TapState tap : openIn(before, now)) {
      tell(now, CallEvent.Kind.TAP_ENDED, false, Map.of("tap", tap.action().tap()));
    }
    tellOfRecordings(before.recordings(), now);
    if (now.closed() && !before.closed()) {
      tell(now, CallEvent.Kind.RECORD, false, Map.of("cause", now.record().cause().name()));
    }
  }

  private void tellOfFlow(FlowState before, CallValue call) {
    FlowState now = call.flow();
    if (now.generation() == before.generation() && now.done().size() > before.done().size()) {
      FlowState.Done last = now.done().get(now.done().size() - 1);
      log.atLevel(call.logLevel())
          .log(
              "call {}: {} came out as {}",
              call.facts().id(),
              last.action().kind(),
              last.outcome().kind());
      Map<String, String> outcome = new HashMap<>();
      outcome.put("outcome", last.outcome().kind().name());
      if (last.outcome().is(Outcome.Kind.FAILED)) {
        outcome.put("reason", last.outcome().result());
      }
      tellOfStep(call, CallEvent.Kind.OUTCOME, now.done().size() - 1, last.action(), outcome);
    }
    if (now.isHandedOver() && !before.isHandedOver() && now.current() != null) {
      tellOfStep(call, CallEvent.Kind.ACTION, now.done().size(), now.current(), Map.of());
    }
  }

  private void tellOfStep(
      CallValue call, CallEvent.Kind kind, int step, Action action, Map<String, String> more) {
    Map<String, String> details = new HashMap<>(more);
    details.put("step", Integer.toString(step));
    details.put("action", action.kind());
    if (action instanceof Action.Connect connect) {
      details.put("endpoint", connect.endpoint());
    }
    tell(call, kind, false, details);
  }

  private void tellOfMedia(CallValue before, CallValue now) {
    if (now.isMediaOpen() != before.isMediaOpen()) {
      tell(
          now,
          now.isMediaOpen() ? CallEvent.Kind.MEDIA_STARTED : CallEvent.Kind.MEDIA_ENDED,
          false,
          Map.of());
    }
  }

  private static List<TapState> openIn(CallValue call, CallValue butNotIn) {
    return call.taps().stream()
        .filter(tap -> tap.isOpen() && !butNotIn.taps().contains(tap))
        .toList();
  }

  private void tellOfRecordings(Recordings before, CallValue now) {
    for (Recording recording : now.recordings().told()) {
      if (!before.told().contains(recording)) {
        tellOfRecording(now, recording.id(), false);
      }
    }
    for (String id : now.recordings().absent()) {
      if (!before.absent().contains(id)) {
        tellOfRecording(now, id, true);
      }
    }
  }

  private void tellOfRecording(CallValue now, String id, boolean absent) {
    tell(
        now,
        CallEvent.Kind.RECORDING,
        false,
        Map.of("recording", id, "absent", Boolean.toString(absent)));
  }

  /** Completes when the listeners have heard all there is to tell now. */
  CompletableFuture<Void> idle() {
    return queues.idle();
  }

  int held() {
    return queues.size();
  }
}
