package io.callrouter.openai;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the JDK's client, which takes one message at a time: those that follow wait here,
 * bounded.
 */
final class JdkModelSocket implements ModelSocket, WebSocket.Listener {
  private static final int NORMAL = 1000;
  private static final int TOO_BIG = 1009;
  private static final int LOST = 1006;

  /** Some 20 s of a caller's audio; a service that far behind answers nobody. */
  private static final int MOST_WAITING = 1000;

  /** An answer's audio comes in pieces far below that. */
  private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

  private final ModelTransport.Listener listener;
  private final StringBuilder partial = new StringBuilder(); // of the reading thread
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Queue<String> waiting = new ArrayDeque<>();
  private @Nullable WebSocket open;
  private boolean sending;
  private boolean closed;

  JdkModelSocket(ModelTransport.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void onOpen(WebSocket socket) {
    synchronized (lock) {
      open = socket;
    }
    socket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    if (partial.length() + data.length() > LONGEST_MESSAGE) {
      socket.abort();
      end(TOO_BIG, "a message of more than " + LONGEST_MESSAGE + " characters");
      return null;
    }
    if (last && partial.isEmpty()) {
      listener.onText(data.toString());
    } else {
      partial.append(data);
      if (last) {
        String message = partial.toString();
        partial.setLength(0);
        listener.onText(message);
      }
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    socket.request(1); // The protocol has none.
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    end(code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    end(LOST, String.valueOf(error.getMessage()));
  }

  @Override
  public void send(String message) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      if (waiting.size() < MOST_WAITING) {
        waiting.add(message);
        message = "";
      }
    }
    if (message.isEmpty()) {
      sendNext();
    } else {
      abort("the service reads nothing any more");
    }
  }

  private void sendNext() {
    WebSocket socket;
    String next;
    synchronized (lock) {
      socket = open;
      if (sending || closed || socket == null || waiting.isEmpty()) {
        return;
      }
      sending = true;
      next = waiting.remove();
    }
    var unused = socket.sendText(next, true).whenComplete(this::sent);
  }

  private void sent(@Nullable WebSocket socket, @Nullable Throwable fault) {
    synchronized (lock) {
      sending = false;
    }
    if (fault != null) {
      abort(String.valueOf(fault.getMessage()));
    } else {
      sendNext();
    }
  }

  @Override
  public void close() {
    WebSocket socket = openSocket();
    if (socket != null) {
      var unused = socket.sendClose(NORMAL, "").whenComplete((it, fault) -> socket.abort());
    }
    end(NORMAL, "closed here");
  }

  private void abort(String reason) {
    WebSocket socket = openSocket();
    if (socket != null) {
      socket.abort();
    }
    end(LOST, reason);
  }

  private @Nullable WebSocket openSocket() {
    synchronized (lock) {
      return closed ? null : open;
    }
  }

  private void end(int code, String reason) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    listener.onClosed(code, reason);
  }
}
