package io.callrouter.examples.voiceagent;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Another WebSocket of the same server, of which the router knows nothing: stands for what a host
 * has already, such as its voice channel for the web. It sends back what it is sent.
 */
public final class WebChannel extends Endpoint {
  static final String PATH = "/web-channel";

  /** Made by the container. */
  public WebChannel() {}

  static void install(ServerContainer container) throws DeploymentException {
    container.addEndpoint(ServerEndpointConfig.Builder.create(WebChannel.class, PATH).build());
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.addMessageHandler(
        String.class,
        (MessageHandler.Whole<String>) text -> session.getAsyncRemote().sendText(text, sent -> {}));
  }
}
