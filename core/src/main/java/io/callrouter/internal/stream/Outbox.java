package io.callrouter.internal.stream;

import io.callrouter.web.MediaSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a stream's messages on its socket, one under way at a time.
 *
 * <p>Whoever has something to send puts it where the source finds it and calls {@link #flush}; the
 * first to come sends for all, so the source is asked by one thread at a time, no lock is held
 * while the socket sends, and a socket that reports back from within {@code send} makes a loop, not
 * a recursion.
 */
final class Outbox {
  /** What is to be sent; asked by one thread at a time. */
  @FunctionalInterface
  interface Source {
    /** The next message, or null if there is none now. */
    @Nullable String next();

    /** Whether nothing followed the last one; what has come since brings a flush of its own. */
    default boolean wasLast() {
      return false;
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final String label;
  private final MediaSocket socket;
  private final Source source;
  private final MediaSocket.Sent whenSent = this::onSent;
  private final AtomicInteger wishes = new AtomicInteger();
  private volatile boolean underWay;
  private volatile boolean broken;
  private @Nullable Thread sender; // is in sendAll; asked by a thread only whether it is itself
  private int sends; // published by the write of underWay that follows its own
  private int sendsSeen; // belongs to who asks isStuck

  Outbox(String label, MediaSocket socket, Source source) {
    this.label = label;
    this.socket = socket;
    this.source = source;
  }

  /** Sends what the source has, unless another thread does already; never blocks. */
  void flush() {
    if (wishes.getAndIncrement() > 0) {
      return;
    }
    int granted = 1;
    while (granted > 0) {
      sendAll();
      granted = wishes.addAndGet(-granted);
    }
  }

  /**
   * Whether the message that was under way at the last question still is; for one asker at a time.
   */
  boolean isStuck() {
    boolean waits = underWay;
    boolean stuck = waits && sends == sendsSeen;
    sendsSeen = sends;
    return stuck;
  }

  private void sendAll() {
    try {
      boolean more = true;
      while (more && !underWay && !broken) {
        String message = source.next();
        if (message == null) {
          return;
        }
        more = !source.wasLast();
        sends++;
        underWay = true;
        sender = Thread.currentThread();
        socket.send(message, whenSent);
      }
    } catch (RuntimeException e) {
      log.warn("{}: a message could not be written", label, e);
      onSent(e);
    } finally {
      sender = null;
    }
  }

  private void onSent(@Nullable Throwable failure) {
    if (failure != null) {
      broken = true;
      log.debug("{}: the socket takes nothing more", label, failure);
    }
    underWay = false;
    // From within send, the loop there goes on by itself.
    if (Thread.currentThread() != sender) {
      flush();
    }
  }
}
