package io.callrouter.testkit.carrier;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocketListener;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of messages together and tells the end of the socket once. */
final class SocketReader implements WebSocket.Listener {
  private static final int NO_CLOSE_FRAME = 1006;

  private final MediaSocketListener listener;
  private volatile @Nullable Consumer<Runnable> delay;
  private final StringBuilder message = new StringBuilder();

  SocketReader(MediaSocketListener listener) {
    this.listener = listener;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      listener.onText(whole);
    }
    askForMore(socket);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    if (last) {
      listener.onBinary();
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    listener.onClosed(code, reason);
    return null;
  }

  /** From now on each message occupies the reader for so long. */
  void readSlowly(Duration each, Timekeeper time) {
    delay = more -> time.schedule(each, more);
  }

  private void askForMore(WebSocket socket) {
    Consumer<Runnable> slowly = delay;
    if (slowly == null) {
      socket.request(1);
    } else {
      slowly.accept(() -> socket.request(1));
    }
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    listener.onClosed(NO_CLOSE_FRAME, String.valueOf(error.getMessage()));
  }
}
