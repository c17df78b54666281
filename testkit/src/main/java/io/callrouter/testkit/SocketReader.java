package io.callrouter.testkit;

import io.callrouter.web.MediaSocketListener;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of messages together and tells the end of the socket once. */
final class SocketReader implements WebSocket.Listener {
  private static final int NO_CLOSE_FRAME = 1006;

  private final MediaSocketListener listener;
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
    socket.request(1);
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

  @Override
  public void onError(WebSocket socket, Throwable error) {
    listener.onClosed(NO_CLOSE_FRAME, String.valueOf(error.getMessage()));
  }
}
