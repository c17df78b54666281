package io.callrouter.web;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the order that a {@link MediaSocketListener} is promised, for adapters whose server does
 * not: one thread at a time, the end exactly once and last.
 *
 * <p>Servers report the end of a socket that we close from the closing thread, beside a message
 * that is being read. The end then waits for that message, without a lock: whoever has the turn
 * tells it. A message that comes beside another one is dropped.
 *
 * <p>May be called by any thread; it does not block beyond what the listener does. A listener that
 * throws is logged, and its socket closed with 1011.
 *
 * @since 0.1
 */
public final class OrderedListener implements MediaSocketListener {
  private static final Logger log = LoggerFactory.getLogger(OrderedListener.class);

  private enum Turn {
    FREE,
    TAKEN,
    TAKEN_AND_ENDING,
    ENDED
  }

  private record End(int code, String reason) {}

  private final MediaSocket socket;
  private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.TAKEN);
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private @Nullable MediaSocketListener listener; // guarded by having the turn

  /** Keeps the order of what comes on a socket, which is closed if its listener fails. */
  public OrderedListener(MediaSocket socket) {
    this.socket = socket;
  }

  /** Opens the router's listener; called once, first: what comes before that is dropped. */
  public void open(Admission admission) {
    try {
      listener = admission.open(socket);
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      giveTurnBack();
    }
  }

  @Override
  public void onText(String message) {
    inTurn(told -> told.onText(message));
  }

  @Override
  public void onBinary() {
    inTurn(MediaSocketListener::onBinary);
  }

  @Override
  public void onClosed(int code, String reason) {
    if (!end.compareAndSet(null, new End(code, reason))) {
      return;
    }
    Turn before = turn.getAndUpdate(now -> now == Turn.FREE ? Turn.ENDED : Turn.TAKEN_AND_ENDING);
    if (before == Turn.FREE) {
      tell(told -> told.onClosed(code, reason));
    }
  }

  /** Tells a message, unless the end has been told already. */
  private void inTurn(Consumer<MediaSocketListener> event) {
    if (turn.compareAndSet(Turn.FREE, Turn.TAKEN)) {
      try {
        tell(event);
      } finally {
        giveTurnBack(); // Even after an Error, or nobody would hear of the end.
      }
    }
  }

  private void giveTurnBack() {
    if (!turn.compareAndSet(Turn.TAKEN, Turn.FREE)) {
      turn.set(Turn.ENDED);
      End last = end.get();
      if (last != null) {
        tell(told -> told.onClosed(last.code(), last.reason()));
      }
    }
  }

  private void tell(Consumer<MediaSocketListener> event) {
    if (listener == null) {
      return;
    }
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException failure) {
    log.error("media socket closed with 1011: the router failed on it", failure);
    socket.close(1011, "internal error");
  }
}
