package io.callrouter.jakarta;

import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import jakarta.websocket.MessageHandler;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from the pieces the container reads. A media message comes in one piece,
 * so this is the short way: for whole messages a container may run each through its decoders first
 * (Jetty). Called by one thread at a time.
 */
final class TextMessages implements MessageHandler.Partial<String> {
  private static final int TOO_BIG = 1009; // RFC 6455 §7.4.1

  private final MediaSocketListener listener;
  private final MediaSocket socket;
  private @Nullable StringBuilder begun;
  private boolean tooLong;

  TextMessages(MediaSocketListener listener, MediaSocket socket) {
    this.listener = listener;
    this.socket = socket;
  }

  @Override
  public void onMessage(String piece, boolean last) {
    if (tooLong) {
      return;
    }
    int before = begun == null ? 0 : begun.length();
    if (before + piece.length() > WebHandler.MAX_MESSAGE_CHARS) {
      tooLong = true;
      begun = null;
      socket.close(TOO_BIG, "message too long");
    } else if (last && begun == null) {
      listener.onText(piece);
    } else {
      goOn(piece, last);
    }
  }

  private void goOn(String piece, boolean last) {
    StringBuilder message = begun == null ? new StringBuilder() : begun;
    message.append(piece);
    begun = last ? null : message;
    if (last) {
      listener.onText(message.toString());
    }
  }
}
