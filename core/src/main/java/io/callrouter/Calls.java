package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallListener;
import io.callrouter.call.CallState;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds changes into calls and does what follows from a change, whoever made it: the host's
 * listeners are told, and the record is settled and delivered.
 */
final class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  private final CallBook book;
  private final LocalCalls locals;
  private final Timekeeper timekeeper;
  private final Limits limits;
  private final List<CallListener> listeners;
  private final Records records;
  private final Function<CallValue, Call> handles;

  Calls(
      CallBook book,
      LocalCalls locals,
      Timekeeper timekeeper,
      Limits limits,
      List<CallListener> listeners,
      Records records,
      Function<CallValue, Call> handles) {
    this.book = book;
    this.locals = locals;
    this.timekeeper = timekeeper;
    this.limits = limits;
    this.listeners = List.copyOf(listeners);
    this.records = records;
    this.handles = handles;
  }

  @Nullable CallValue find(String id) {
    return book.find(id);
  }

  CallValue get(String id) {
    return book.get(id);
  }

  /** Puts a new call; if some node has put it already, that one stands. */
  void create(CallValue value) {
    if (book.create(value)) {
      locals.of(value.facts().id()).markTaken();
      log.info("{} arrived, route {}", value.facts(), value.route());
      tell(value, CallEvent.Kind.ARRIVED, false, Map.of("route", value.route()));
    }
  }

  /** Folds a change, unless the record is closed. */
  CallBook.Change update(String id, UnaryOperator<CallValue> fold) {
    CallBook.Change change = book.update(id, value -> value.closed() ? value : fold.apply(value));
    if (change.changed()) {
      react(change.before(), change.now());
    }
    return change;
  }

  /**
   * Waits until a call is as it should be.
   *
   * @throws TimeoutException if it was not in time
   */
  CallValue await(String id, Predicate<CallValue> condition, Duration timeout)
      throws TimeoutException, InterruptedException {
    long deadline = timekeeper.nanoTime() + timeout.toNanos();
    LocalCall local = locals.of(id);
    while (true) {
      var change = local.nextChange();
      CallValue value = book.get(id);
      if (value.closed()) {
        locals.forget(id);
      }
      if (condition.test(value)) {
        return value;
      }
      if (value.closed()) {
        throw new TimeoutException("the call is over");
      }
      timekeeper.await(change, Duration.ofNanos(Math.max(0, deadline - timekeeper.nanoTime())));
    }
  }

  /** Tells the host's listeners, in order and beside everything else. */
  void tell(CallValue value, CallEvent.Kind kind, boolean late, Map<String, String> details) {
    if (listeners.isEmpty() || (value.closed() && kind != CallEvent.Kind.RECORD)) {
      return;
    }
    CallEvent event = new CallEvent(kind, timekeeper.now(), late, details);
    Call call = handles.apply(value);
    locals.of(value.facts().id()).tell(() -> listeners.forEach(one -> tell(one, call, event)));
  }

  private static void tell(CallListener listener, Call call, CallEvent event) {
    try {
      listener.onEvent(call, event);
    } catch (RuntimeException e) {
      log.warn("call {}: a listener failed at {}", call.id(), event.kind(), e);
    }
  }

  private void react(CallValue before, CallValue now) {
    if (before.state() != now.state()) {
      log.info("call {}: {}", now.facts().id(), now.state());
      tell(now, CallEvent.Kind.STATE, false, Map.of("state", now.state().name()));
    }
    tellOfFlow(before.flow(), now);
    tellOfMedia(before.media(), now);
    Instant settles = now.settlesAt(limits);
    if (settles != null && !settles.equals(before.settlesAt(limits))) {
      settleAt(now.facts().id(), settles);
    }
    if (now.closed() && !before.closed()) {
      tell(now, CallEvent.Kind.RECORD, false, Map.of("cause", now.record().cause().name()));
      locals.forget(now.facts().id());
      records.deliver(now);
    }
  }

  private void tellOfFlow(FlowState before, CallValue call) {
    FlowState now = call.flow();
    if (now.generation() == before.generation() && now.done().size() > before.done().size()) {
      FlowState.Done last = now.done().get(now.done().size() - 1);
      Map<String, String> details =
          Map.of(
              "step", Integer.toString(now.done().size() - 1),
              "action", last.action().kind(),
              "outcome", last.outcome().kind().name());
      log.info(
          "call {}: {} came out as {}", call.facts().id(), last.action().kind(), last.outcome());
      tell(call, CallEvent.Kind.OUTCOME, false, details);
    }
    if (now.handedOver() && !before.handedOver() && now.current() != null) {
      Map<String, String> details =
          Map.of("step", Integer.toString(now.done().size()), "action", now.current().kind());
      tell(call, CallEvent.Kind.ACTION, false, details);
    }
  }

  private void tellOfMedia(CallValue.@Nullable MediaState before, CallValue call) {
    boolean wasOpen = before != null && before.phase() == CallValue.MediaState.Phase.OPEN;
    CallValue.MediaState media = call.media();
    boolean isOpen = media != null && media.phase() == CallValue.MediaState.Phase.OPEN;
    if (isOpen != wasOpen) {
      CallEvent.Kind kind = isOpen ? CallEvent.Kind.MEDIA_STARTED : CallEvent.Kind.MEDIA_ENDED;
      tell(call, kind, false, Map.of());
    }
  }

  private void settleAt(String id, Instant when) {
    Duration wait = Duration.between(timekeeper.now(), when);
    timekeeper.schedule(
        wait.isNegative() ? Duration.ZERO : wait,
        () -> timekeeper.executor("records").execute(() -> settle(id)));
  }

  /** Closes the record if its time has come; of several nodes that try, one does. */
  private void settle(String id) {
    Instant now = timekeeper.now();
    if (book.find(id) == null) {
      return;
    }
    update(
        id,
        value -> {
          Instant due = value.settlesAt(limits);
          return due == null || due.isAfter(now) ? value : value.close();
        });
  }

  /** Ends a live call of this node without waiting for anybody, because the router closes. */
  void endNow(String id) {
    Instant now = timekeeper.now();
    update(
        id,
        value ->
            (value.state() == CallState.ENDED
                    ? value
                    : value.ended(
                        io.callrouter.call.EndCause.ROUTER_CLOSED,
                        End.Weight.DECISION,
                        io.callrouter.call.EndedBy.ROUTER,
                        now))
                .close());
  }
}
