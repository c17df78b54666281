package io.callrouter.jetty;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/** The sockets of a handler that are open, for the end of its server. */
final class OpenSockets {
  private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1

  private final Set<FrameSocket> open = ConcurrentHashMap.newKeySet();
  private final Scheduler scheduler;
  private volatile boolean closing;

  OpenSockets(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void add(FrameSocket socket) {
    open.add(socket);
    if (closing) {
      close(socket);
    }
  }

  void remove(FrameSocket socket) {
    open.remove(socket);
  }

  /** Runs something after so long, while the server runs. */
  void later(long seconds, Runnable task) {
    scheduler.schedule(task, seconds, TimeUnit.SECONDS);
  }

  /** Closes all, and whatever is opened from now on. */
  void close() {
    closing = true;
    open.forEach(OpenSockets::close);
  }

  boolean isClosing() {
    return closing;
  }

  private static void close(FrameSocket socket) {
    socket.close(GOING_AWAY, "the server stops");
  }
}
