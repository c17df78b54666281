package io.callrouter.jakarta;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;

/** A WebSocket of the host that has nothing to do with calls. */
public final class HostChat extends Endpoint {
  static ServerEndpointConfig config() {
    return ServerEndpointConfig.Builder.create(HostChat.class, "/chat").build();
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(
        String.class, message -> session.getAsyncRemote().sendText("chat: " + message, sent -> {}));
  }
}
