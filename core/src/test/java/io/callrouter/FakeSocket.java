package io.callrouter;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A media socket in memory; plays no part in time: what is sent is there at once. */
final class FakeSocket implements MediaSocket {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Timekeeper timekeeper;
  private volatile @Nullable MediaSocketListener listener;
  private volatile int code;
  private volatile boolean reads = true;
  private volatile @Nullable Sent waiting;

  FakeSocket(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  static FakeSocket open(Admission admission, Timekeeper timekeeper) {
    FakeSocket socket = new FakeSocket(timekeeper);
    socket.listener = admission.open(socket);
    return socket;
  }

  /** A message of the carrier. */
  FakeSocket says(String message) {
    if (!closed.get()) {
      listener().onText(message);
    }
    return this;
  }

  void sendsBinary() {
    listener().onBinary();
  }

  /** From now on the other side reads nothing. */
  void stopsReading() {
    reads = false;
  }

  /** The other side reads the message that waits. */
  void readsOne() {
    Objects.requireNonNull(waiting).done(null);
  }

  /** The network breaks. */
  void breaks() {
    close(1006, "");
  }

  private MediaSocketListener listener() {
    return Objects.requireNonNull(listener);
  }

  @Override
  public void send(String message, Sent told) {
    if (closed.get()) {
      told.done(new IllegalStateException("closed"));
      return;
    }
    sent.add(message);
    if (reads) {
      told.done(null);
    } else {
      waiting = told;
    }
  }

  @Override
  public void close(int closeCode, String reason) {
    if (closed.compareAndSet(false, true)) {
      code = closeCode;
      timekeeper.executor("socket").execute(() -> listener().onClosed(closeCode, reason));
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  /** The close code; 0 while it is open. */
  int code() {
    return code;
  }

  /** How many messages were sent here. */
  int sent() {
    return sent.size();
  }

  long framesSent() {
    return sent.stream().filter(message -> message.startsWith("audio")).count();
  }
}
