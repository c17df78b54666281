package io.callrouter.testkit.carrier;

import io.callrouter.time.Timekeeper;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A media socket over the network. */
record SocketConnection(WebSocket socket, SocketReader reader) implements MediaConnection {
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

  @Override
  public void cutWithin(String message) {
    CompletionStage<WebSocket> half =
        socket.sendText(message.substring(0, message.length() / 2), false);
    half.whenComplete((sent, failure) -> socket.abort());
  }

  @Override
  public void readSlowly(Duration each, Timekeeper time) {
    reader.readSlowly(each, time);
  }
}
