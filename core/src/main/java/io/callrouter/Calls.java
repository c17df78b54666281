package io.callrouter;

import io.callrouter.call.CallEvent;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.EndCause;
import io.callrouter.call.StoreException;
import io.callrouter.call.Timeline;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  private final CallOwners owners;
  private final LocalCalls locals;
  private final Capacity capacity;
  private final CallListeners listeners;
  private final Timelines timelines;
  private final Records records;
  private final CallAlarms alarms;
  private final Timekeeper timekeeper;
  private final Limits limits;
  private final CallTurns turns;

  Calls(
      CallBook book,
      CallOwners owners,
      LocalCalls locals,
      Capacity capacity,
      CallListeners listeners,
      Timelines timelines,
      Records records,
      CallAlarms alarms,
      Timekeeper timekeeper,
      Limits limits) {
    this.book = book;
    this.owners = owners;
    this.locals = locals;
    this.capacity = capacity;
    this.listeners = listeners;
    this.timelines = timelines;
    this.records = records;
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.limits = limits;
    this.turns = new CallTurns(timekeeper);
  }

  @Nullable CallValue find(String id) {
    return book.find(id);
  }

  CallValue get(String id) {
    return book.get(id);
  }

  /**
   * Puts a new call, unless some node has put it already: that one stands.
   *
   * @param arrival makes the value by what was decided on the call's admission
   * @return what was decided, or null if the call was there
   */
  Capacity.@Nullable Verdict create(String id, Function<Capacity.Verdict, CallValue> arrival) {
    return turns.inTurn(id, () -> createTold(id, capacity::admit, arrival));
  }

  /**
   * Puts a leg, which does not count among the calls of this node; false if some node has put it
   * already.
   */
  boolean createLeg(CallValue leg) {
    String id = leg.facts().id();
    return turns.inTurn(id, () -> createTold(id, any -> Capacity.Verdict.ADMITTED, any -> leg))
        != null;
  }

  /** In turn, so that of two requests that bring the same call one is asked for admission. */
  private Capacity.@Nullable Verdict createTold(
      String id,
      Function<String, Capacity.Verdict> admission,
      Function<Capacity.Verdict, CallValue> arrival) {
    if (book.find(id) != null) {
      return null;
    }
    Capacity.Verdict verdict = admission.apply(id);
    boolean created = false;
    try {
      CallValue value = arrival.apply(verdict);
      created = book.create(value);
      if (created) {
        watch(value);
        log.atLevel(value.logLevel()).log("{} arrived, route {}", value.facts(), value.route());
        tell(value, CallEvent.Kind.ARRIVED, false, Map.of("route", value.route()));
      } else {
        // The index may name this node, although another one was faster with the value.
        watch(book.get(id));
      }
    } catch (StoreException e) {
      lookSoon(id);
      throw e;
    } finally {
      if (!created) {
        capacity.leave(id);
      }
    }
    return created ? verdict : null;
  }

  /** Folds a change, unless the record is closed. */
  CallBook.Change update(String id, UnaryOperator<CallValue> fold) {
    return reacting(turns.inTurn(id, () -> updateTold(id, fold)));
  }

  /** Folds a change that makes this node the call's owner, before it is seen. */
  CallBook.Change updateAsOwner(String id, UnaryOperator<CallValue> fold) {
    return reacting(turns.inTurn(id, () -> updateOwned(id, fold)));
  }

  private CallBook.Change updateOwned(String id, UnaryOperator<CallValue> fold) {
    CallValue known = book.get(id);
    if (known.closed() || fold.apply(known).equals(known)) {
      return new CallBook.Change(known, known);
    }
    String before = owners.take(id);
    CallBook.Change change = updateTold(id, fold);
    if (!change.changed()) {
      owners.giveBack(id, before);
    }
    return change;
  }

  private CallBook.Change reacting(CallBook.Change change) {
    if (change.changed()) {
      react(change.now());
    }
    return change;
  }

  /** In turn, so that the listeners hear of changes in their order. */
  private CallBook.Change updateTold(String id, UnaryOperator<CallValue> fold) {
    CallBook.Change change = updateStored(id, fold);
    if (change.changed()) {
      listeners.tellChange(change.before(), change.now());
    }
    return change;
  }

  private CallBook.Change updateStored(String id, UnaryOperator<CallValue> fold) {
    Instant now = timekeeper.now();
    try {
      return book.update(
          id, value -> value.closed() ? value : fold.apply(value).movedFrom(value, now));
    } catch (StoreException e) {
      lookSoon(id);
      throw e;
    }
  }

  /** A store that fails may have done what it was asked, or not have told of it. */
  private void lookSoon(String id) {
    alarms.by(id, timekeeper.now().plus(CallWatch.STORE_BACK));
  }

  /**
   * Looks at a call as if it had just changed: of that this node may have heard nothing.
   *
   * @throws io.callrouter.call.NotFoundException if there is no such call (any more)
   */
  CallValue lookAt(String id) {
    CallValue call = book.get(id);
    locals.tell(CallBook.Notice.of(call, limits));
    if (call.closed() && !call.isDone() && owners.isMine(id)) {
      records.offer(call);
    }
    return call;
  }

  /** A call that was watched is not known any more. */
  void gone(String id) {
    locals.onGone(id);
  }

  private void react(CallValue now) {
    String id = now.facts().id();
    if (now.closed()) {
      alarms.forget(id);
      records.deliver(now);
      return;
    }
    watch(now);
  }

  /** Has a call looked at by its next deadline; whoever changed it looks after it. */
  private void watch(CallValue call) {
    Deadline next = Deadline.of(call, limits);
    if (next != null) {
      alarms.by(call.facts().id(), next.at());
    }
  }

  /**
   * Closes the record if its time has come; of several nodes that try, one does, and owns the call
   * until its record was taken.
   */
  void settle(String id) {
    Instant now = timekeeper.now();
    updateAsOwner(
        id,
        value -> {
          Instant due = value.settlesAt(limits);
          return due == null || due.isAfter(now) ? value : close(value);
        });
  }

  /** Puts something into the call's timeline, of which listeners are not told. */
  void note(String id, Timeline.Kind kind, Map<String, String> details) {
    timelines.note(id, kind, details);
  }

  /** Tells the host's listeners of something that changes nothing. */
  void tell(CallValue value, CallEvent.Kind kind, boolean late, Map<String, String> details) {
    if (!value.closed()) {
      listeners.tell(value, kind, late, details);
    }
  }

  /**
   * Waits until a call is as it should be.
   *
   * @throws TimeoutException if it was not in time
   */
  CallValue await(String id, Predicate<CallValue> condition, Duration timeout)
      throws TimeoutException, InterruptedException {
    long deadline = timekeeper.nanoTime() + timeout.toNanos();
    while (true) {
      CompletableFuture<@Nullable Void> change = new CompletableFuture<>();
      Store.Subscription following = locals.follow(id, () -> change.complete(null));
      try {
        CallValue value = book.get(id);
        if (condition.test(value)) {
          return value;
        }
        timekeeper.await(change, positive(Duration.ofNanos(deadline - timekeeper.nanoTime())));
      } finally {
        following.cancel();
      }
    }
  }

  private static Duration positive(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Closes the records of the calls that have ended here, without waiting for what comes late. */
  void closeEnded() {
    alarms
        .watched()
        .forEach(
            id -> closeNow(id, value -> value.settlesAt(limits) == null ? value : close(value)));
  }

  /** Ends and closes all calls, because their store goes with the router. */
  void closeAll() {
    Instant now = timekeeper.now();
    book.ids().forEach(id -> closeNow(id, value -> close(cut(value, now))));
  }

  private static CallValue cut(CallValue call, Instant now) {
    return call.end().firstSignAt() == null
        ? call.ended(EndCause.ROUTER_CLOSED, End.Weight.DECISION, now)
        : call;
  }

  private CallValue close(CallValue call) {
    return call.close(records.sinks());
  }

  private void closeNow(String id, UnaryOperator<CallValue> last) {
    try {
      updateAsOwner(id, last);
    } catch (CallRouterException e) {
      log.error("call {}: its record could not be closed: {}", id, e.getMessage());
    }
  }

  /** Whether a call has ended here whose record is not closed yet. */
  boolean isSettling() {
    return alarms.watched().stream().map(book::find).anyMatch(this::isSettling);
  }

  private boolean isSettling(@Nullable CallValue call) {
    return call != null && !call.closed() && call.settlesAt(limits) != null;
  }

  int held() {
    return turns.size() + alarms.watched().size();
  }
}
