package io.callrouter.openai;

import io.callrouter.call.Call;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of tools in one call: opened on a thread of its own, and closed exactly once if it came
 * open, however late.
 */
final class OpenSource {
  /** Is told once how it came out, without any lock; not at all once it was closed. */
  interface Listener {
    /** It is open. */
    void onTools(OpenSource source, List<Tool> tools);

    /** It has no tools. */
    void onMissing(OpenSource source, String reason);
  }

  private static final Logger log = LoggerFactory.getLogger(OpenSource.class);

  /** A server that is started for the call may have to be fetched first. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ToolSource source;
  private final Call call;
  private final Timekeeper timekeeper;
  private final Executor threads;
  private final Listener listener;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private Timekeeper.Timer patience = () -> {};
  private @Nullable Thread opening;
  private ToolSource.@Nullable Opened opened;
  private boolean over; // nobody wants its tools any more

  OpenSource(ToolSource source, Call call, Timekeeper timekeeper, Listener listener) {
    this.source = source;
    this.call = call;
    this.timekeeper = timekeeper;
    this.threads = timekeeper.executor("tool-source");
    this.listener = listener;
  }

  String name() {
    return source.name();
  }

  /** Begins to open it; does not wait. */
  void open() {
    Timekeeper.Timer timer = timekeeper.schedule(PATIENCE, this::overrun);
    synchronized (lock) {
      patience = timer;
    }
    threads.execute(this::run);
  }

  /** Its tools are not wanted any more. */
  void close() {
    if (end()) {
      release();
    }
  }

  private void run() {
    if (!enter()) {
      return;
    }
    try {
      ToolSource.Opened there = source.open(call);
      if (keep(there)) {
        List<Tool> tools = List.copyOf(there.tools());
        leave();
        tell(tools);
      }
    } catch (Throwable cause) {
      leave();
      failed(cause);
    } finally {
      leave();
    }
  }

  private boolean enter() {
    synchronized (lock) {
      opening = over ? null : Thread.currentThread();
      return !over;
    }
  }

  /** The thread will be used again, and an interrupt was meant for this source alone. */
  private void leave() {
    synchronized (lock) {
      if (opening != null) {
        opening = null;
        Thread.interrupted();
      }
    }
  }

  /** Whether it is still wanted; otherwise it is closed again. */
  private boolean keep(ToolSource.Opened there) {
    boolean late;
    synchronized (lock) {
      opened = there;
      late = over;
    }
    if (late) {
      leave();
      release();
    }
    return !late;
  }

  private void tell(List<Tool> tools) {
    synchronized (lock) {
      patience.cancel();
      if (over) {
        return;
      }
    }
    listener.onTools(this, tools);
  }

  private void failed(Throwable cause) {
    if (end()) {
      log.debug("{}: tool source {}", call, name(), cause);
      listener.onMissing(this, String.valueOf(cause));
      release();
    }
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  private void overrun() {
    if (end()) {
      listener.onMissing(this, "it was not open after " + PATIENCE.toSeconds() + " s");
      release();
    }
  }

  private boolean end() {
    synchronized (lock) {
      boolean first = !over;
      over = true;
      patience.cancel();
      return first;
    }
  }

  /** Closes it if it is open; otherwise whoever opens it is to come back. */
  private void release() {
    ToolSource.Opened there;
    synchronized (lock) {
      there = opened;
      opened = null;
      if (opening != null) {
        opening.interrupt();
      }
    }
    if (there != null) {
      threads.execute(() -> close(there));
    }
  }

  private void close(ToolSource.Opened there) {
    try {
      there.close();
    } catch (RuntimeException e) {
      log.warn("{}: tool source {} could not be closed", call, name(), e);
    }
  }
}
