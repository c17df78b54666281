package io.callrouter.filestore;

import io.callrouter.call.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests to a file from any thread and answers them when what they changed is durable:
 * those that came while one write was under way share the next.
 *
 * <p>Only a thread of its own touches the file, since a file channel closes when a thread that uses
 * it is interrupted, and the threads that ask may be.
 */
final class GroupCommit {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final Path path;
  private final InstantSource clock;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(GroupCommit::daemon);
  private final Queue<Request<?>> waiting = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Object lock = new Object();
  private boolean closed; // guarded by lock
  private @Nullable EntryFile
      file; // belongs to the thread; null before the first and after a fault

  GroupCommit(Path path, InstantSource clock) {
    this.path = path;
    this.clock = clock;
  }

  /** Opens the file, which otherwise the first request does. */
  void open() {
    ask(file -> null);
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws StoreException if the file cannot be opened, read or written, or this is closed
   */
  <T extends @Nullable Object> T ask(Function<EntryFile, T> question) {
    Request<T> request = new Request<>(question);
    synchronized (lock) {
      if (closed) {
        throw new StoreException("file store " + path + ": it is closed");
      }
      waiting.add(request);
      thread.execute(this::serve);
    }
    try {
      return request.answer.join();
    } catch (CompletionException e) {
      throw fault(e);
    }
  }

  void close() {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        thread.execute(this::closeFile);
        thread.shutdown();
      }
    }
    ended.join();
  }

  private void serve() {
    List<Request<?>> group = new ArrayList<>();
    for (Request<?> next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
    }
    if (group.isEmpty()) {
      return;
    }
    try {
      EntryFile opened = opened();
      List<Runnable> answers = new ArrayList<>();
      for (Request<?> request : group) {
        answers.add(request.put(opened));
      }
      opened.commit();
      answers.forEach(Runnable::run);
    } catch (Throwable e) {
      // Whatever it is: a request without an answer would hold its thread for ever.
      abandonFile();
      group.forEach(request -> request.answer.completeExceptionally(e));
    }
  }

  private EntryFile opened() {
    EntryFile opened = file == null ? EntryFile.open(path, clock) : file;
    file = opened;
    return opened;
  }

  /** What is in memory may no longer be what is in the file. */
  private void abandonFile() {
    if (file != null) {
      log.warn("file store {}: it failed; the next request opens it anew", path);
      file.abandon();
      file = null;
    }
  }

  private void closeFile() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (RuntimeException e) {
      log.warn("file store {}: closing failed; all that was asked before is written", path, e);
    } finally {
      ended.complete(null);
    }
  }

  private StoreException fault(CompletionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause instanceof StoreException
        ? new StoreException(String.valueOf(cause.getMessage()), cause)
        : new StoreException(
            "file store "
                + path
                + ": it failed, and a change that was asked for may be there or not. See that the"
                + " disk has room and the file can be written; the next request opens it anew",
            cause);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "callrouter-file-store");
    thread.setDaemon(true);
    return thread;
  }

  private static final class Request<T extends @Nullable Object> {
    private final Function<EntryFile, T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Request(Function<EntryFile, T> question) {
      this.question = question;
    }

    /** Returns what gives the answer, to be run when it is durable. */
    Runnable put(EntryFile file) {
      T found = question.apply(file);
      return () -> answer.complete(found);
    }
  }
}
