package io.callrouter.openai;

import io.callrouter.openai.AgentEvent.ToolOutcome;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a tool while it runs, on a thread of its own: it comes out once, by what the tool
 * gives or throws, by its time, or because nobody waits for it any more.
 */
final class ToolCall {
  /** Is told what came of it, without any lock. */
  @FunctionalInterface
  interface Listener {
    /**
     * It is over.
     *
     * @param output for the model
     */
    void onOver(ToolCall call, ToolOutcome outcome, String output);
  }

  private static final Logger log = LoggerFactory.getLogger(ToolCall.class);

  private final String id;
  private final Tool tool;
  private final ToolContext context;
  private final Timekeeper timekeeper;
  private final Listener listener;
  private final long startedNanos;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private Timekeeper.Timer limit = () -> {};
  private @Nullable Thread thread;
  private @Nullable CompletionStage<?> promised;
  private boolean over;

  ToolCall(String id, Tool tool, ToolContext context, Timekeeper timekeeper, Listener listener) {
    this.id = id;
    this.tool = tool;
    this.context = context;
    this.timekeeper = timekeeper;
    this.listener = listener;
    this.startedNanos = timekeeper.nanoTime();
  }

  /** The service's id of it. */
  String id() {
    return id;
  }

  Tool tool() {
    return tool;
  }

  Duration took() {
    return Duration.ofNanos(timekeeper.nanoTime() - startedNanos);
  }

  /** Runs it; does not wait for it. */
  void start(String arguments) {
    Timekeeper.Timer timer = timekeeper.schedule(tool.timeout(), this::overrun);
    synchronized (lock) {
      limit = timer;
    }
    timekeeper.executor("tool").execute(() -> run(arguments));
  }

  /** Nobody waits for it any more: its thread is interrupted, and what it gives is discarded. */
  void cancel() {
    if (end()) {
      abandon();
    }
  }

  private void run(String arguments) {
    if (!enter()) {
      return;
    }
    try {
      Object given = tool.run(arguments, context);
      if (given instanceof CompletionStage<?> stage) {
        await(stage);
      } else {
        gave(given);
      }
    } catch (Throwable cause) {
      threw(cause);
    } finally {
      leave();
    }
  }

  private boolean enter() {
    synchronized (lock) {
      thread = over ? null : Thread.currentThread();
      return !over;
    }
  }

  /** The thread will be used again, and the interrupt was meant for this call alone. */
  private void leave() {
    synchronized (lock) {
      thread = null;
      Thread.interrupted();
    }
  }

  private void await(CompletionStage<?> stage) {
    boolean late;
    synchronized (lock) {
      promised = stage;
      late = over;
    }
    if (late) {
      abandon();
    }
    var unused =
        stage.whenComplete(
            (given, fault) -> {
              if (fault == null) {
                gave(given);
              } else {
                threw(fault);
              }
            });
  }

  private void gave(@Nullable Object given) {
    String output;
    try {
      output = ToolJson.result(given);
    } catch (RuntimeException e) {
      threw(e);
      return;
    }
    if (end()) {
      listener.onOver(this, ToolOutcome.DONE, output);
    }
  }

  private void threw(Throwable thrown) {
    Throwable cause = causeOf(thrown);
    if (end()) {
      // Its message may hold what the caller said.
      log.warn("{}: {} failed with {}", context.call(), tool, cause.getClass().getName());
      log.debug("{}: {} failed", context.call(), tool, cause);
      String message = cause.getMessage();
      String told = message == null ? cause.getClass().getSimpleName() : message;
      listener.onOver(this, ToolOutcome.FAILED, ToolJson.error(told));
    }
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  private static Throwable causeOf(Throwable thrown) {
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    Throwable cause = thrown.getCause();
    return wrapper && cause != null ? causeOf(cause) : thrown;
  }

  private void overrun() {
    if (end()) {
      log.warn("{}: {} took longer than {}", context.call(), tool, tool.timeout());
      abandon();
      String late = "the tool took longer than " + tool.timeout().toMillis() + " ms";
      listener.onOver(this, ToolOutcome.TIMED_OUT, ToolJson.error(late));
    }
  }

  private boolean end() {
    synchronized (lock) {
      boolean first = !over;
      over = true;
      limit.cancel();
      return first;
    }
  }

  private void abandon() {
    CompletionStage<?> pending;
    synchronized (lock) {
      if (thread != null) {
        thread.interrupt();
      }
      pending = promised;
    }
    if (pending != null) {
      // What hangs on it is the host's code, which must not run under the caller's locks.
      timekeeper.executor("tool").execute(() -> giveUp(pending));
    }
  }

  private void giveUp(CompletionStage<?> pending) {
    try {
      CompletableFuture<?> future = pending.toCompletableFuture();
      future.cancel(true);
    } catch (UnsupportedOperationException e) {
      log.debug("{}: {} gave a stage that cannot be cancelled", context.call(), tool);
    }
  }
}
