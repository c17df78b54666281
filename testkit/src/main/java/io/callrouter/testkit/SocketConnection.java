package io.callrouter.testkit;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** A media socket over the network. */
record SocketConnection(WebSocket socket) implements MediaConnection {
  @Override
  public CompletionStage<?> send(String message) {
    return socket.sendText(message, true);
  }

  @Override
  public CompletionStage<?> close(int code, String reason) {
    return socket.sendClose(code, reason);
  }

  @Override
  public void cut() {
    socket.abort();
  }
}
