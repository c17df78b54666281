package io.callrouter.testkit.openai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every message of a session, both ways. Thread-safe. */
final class SessionLog {
  private static final String APPEND = "input_audio_buffer.append";

  private final Supplier<Duration> clock;
  private final Object lock = new Object();
  private final List<ClientMessage> received = new ArrayList<>(); // guarded by lock
  private final List<ServerMessage> sent = new ArrayList<>(); // guarded by lock

  SessionLog(Supplier<Duration> clock) {
    this.clock = clock;
  }

  void received(String type, String json, @Nullable String refusal) {
    synchronized (lock) {
      int last = received.size() - 1;
      ClientMessage before = last < 0 ? null : received.get(last);
      boolean more = type.equals(APPEND) && refusal == null;
      if (more && before != null && before.type().equals(APPEND) && before.refusal() == null) {
        received.set(
            last, new ClientMessage(before.at(), APPEND, before.json(), before.count() + 1, null));
      } else {
        received.add(new ClientMessage(clock.get(), type, json, 1, refusal));
      }
    }
  }

  void sent(String type, String json) {
    synchronized (lock) {
      sent.add(new ServerMessage(clock.get(), type, json));
    }
  }

  List<ClientMessage> received() {
    synchronized (lock) {
      return List.copyOf(received);
    }
  }

  List<ServerMessage> sent() {
    synchronized (lock) {
      return List.copyOf(sent);
    }
  }
}
