package io.callrouter.internal.stream;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends, at their time, the frames of all streams of a router that did not fit into the lead.
 *
 * <p>A wheel of slots of 10 ms, turned by one timer of the timekeeper, and only while some stream
 * waits for its turn. A turn must not block: all streams have theirs on the same thread. May be
 * used from any thread.
 */
public final class Pacer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pacer.class);
  private static final long SLOT_NANOS = Duration.ofMillis(10).toNanos();
  private static final int SLOTS = 256;

  private final Timekeeper timekeeper;
  private final long startNanos;
  private final Object lock = new Object();
  // All below is guarded by lock. Slots are counted from the start and lie in the wheel modulo its
  // size; a seat that was moved leaves its old entry behind, told by the slot the seat itself
  // names.
  private final List<List<Seat>> wheel = new ArrayList<>(SLOTS);
  private long turned = -1;
  private long timerSlot;
  private Timekeeper.@Nullable Timer timer;
  private boolean closed;

  /** A pacer that asks for time only while a stream has something waiting. */
  public Pacer(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    this.startNanos = timekeeper.nanoTime();
    for (int i = 0; i < SLOTS; i++) {
      wheel.add(new ArrayList<>());
    }
  }

  /** Gives no more turns. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  Seat seat(Runnable turn) {
    return new Seat(turn);
  }

  /** One stream's place in the wheel. */
  final class Seat {
    private static final long NONE = -1;

    private final Runnable turn;
    private long slot = NONE; // guarded by lock

    private Seat(Runnable turn) {
      this.turn = turn;
    }

    /**
     * Asks for a turn at that time of the monotonic clock, or up to 10 ms later. Of several wishes
     * the earliest counts; one that is further away than the wheel is wide is granted too early, so
     * who takes a turn looks at the time and asks again.
     */
    void at(long nanoTime) {
      synchronized (lock) {
        if (closed) {
          return;
        }
        if (timer == null) {
          turned = Math.max(turned, slotAt(timekeeper.nanoTime()) - 1);
        }
        long wanted = slotAt(nanoTime + SLOT_NANOS - 1);
        wanted = Math.min(Math.max(wanted, turned + 1), turned + SLOTS);
        if (slot == NONE || wanted < slot) {
          slot = wanted;
          slotEntries(wanted).add(this);
          wakeAt(wanted);
        }
      }
    }
  }

  private void turnWheel() {
    for (Seat seat : takeDue()) {
      try {
        seat.turn.run();
      } catch (RuntimeException | Error e) {
        log.error("a media stream's turn failed; the others go on", e);
      }
    }
  }

  private List<Seat> takeDue() {
    List<Seat> due = new ArrayList<>();
    synchronized (lock) {
      timer = null;
      long now = slotAt(timekeeper.nanoTime());
      while (turned < now) {
        turned++;
        for (Seat seat : slotEntries(turned)) {
          if (seat.slot == turned) {
            seat.slot = Seat.NONE;
            due.add(seat);
          }
        }
        slotEntries(turned).clear();
      }
      wakeAtNext();
    }
    return due;
  }

  private void wakeAtNext() {
    for (long slot = turned + 1; slot <= turned + SLOTS; slot++) {
      if (!slotEntries(slot).isEmpty()) {
        wakeAt(slot);
        return;
      }
    }
  }

  private void wakeAt(long slot) {
    if (closed || (timer != null && timerSlot <= slot)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerSlot = slot;
    long delay = startNanos + slot * SLOT_NANOS - timekeeper.nanoTime();
    timer = timekeeper.schedule(Duration.ofNanos(Math.max(0, delay)), this::turnWheel);
  }

  private List<Seat> slotEntries(long slot) {
    return wheel.get((int) (slot % SLOTS));
  }

  private long slotAt(long nanoTime) {
    return (nanoTime - startNanos) / SLOT_NANOS;
  }
}
