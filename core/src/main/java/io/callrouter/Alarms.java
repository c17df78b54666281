package io.callrouter;

import io.callrouter.call.NotFoundException;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done to calls later: on a thread that may block, and not at all once the router is
 * closed.
 */
final class Alarms {
  private static final Logger log = LoggerFactory.getLogger(Alarms.class);

  private final Set<Alarm> pending = ConcurrentHashMap.newKeySet();
  private final Timekeeper timekeeper;
  private volatile boolean closed;

  Alarms(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /**
   * Does something later; a call that is gone by then is passed over.
   *
   * @param role names the thread
   * @return takes it back
   */
  Timekeeper.Timer after(Duration wait, String role, Runnable task) {
    Alarm alarm = new Alarm(role, task);
    pending.add(alarm);
    alarm.set(timekeeper.schedule(wait, alarm));
    if (closed) {
      alarm.cancel();
    }
    return alarm;
  }

  int pending() {
    return pending.size();
  }

  void close() {
    closed = true;
    pending.forEach(Alarm::cancel);
  }

  private final class Alarm implements Runnable, Timekeeper.Timer {
    private final String role;
    private final Runnable task;
    private volatile Timekeeper.@Nullable Timer timer;

    Alarm(String role, Runnable task) {
      this.role = role;
      this.task = task;
    }

    void set(Timekeeper.Timer newTimer) {
      timer = newTimer;
    }

    @Override
    public void cancel() {
      Timekeeper.Timer set = timer;
      if (pending.remove(this) && set != null) {
        set.cancel();
      }
    }

    @Override
    public void run() {
      if (pending.remove(this)) {
        timekeeper.executor(role).execute(this::runTask);
      }
    }

    private void runTask() {
      try {
        task.run();
      } catch (NotFoundException e) {
        log.debug("what was to be done later has no object any more: {}", e.getMessage());
      }
    }
  }
}
