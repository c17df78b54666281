package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an admitted handshake into a WebSocket of its own (Jakarta WebSocket 2.1 §6.4). */
final class SocketUpgrade {
  private static final Logger log = LoggerFactory.getLogger(SocketUpgrade.class);

  /** Never matched: the container asks for a path although the upgrade is done by hand. */
  private static final String ANY_PATH = "/media";

  private final Timekeeper timekeeper;

  SocketUpgrade(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /** Whether a request is the handshake of a WebSocket (RFC 6455 §4.1). */
  static boolean isAskedFor(HttpServletRequest request) {
    return request.getMethod().equals("GET")
        && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /** The WebSocket container of a context. */
  static ServerContainer requireContainer(ServletContext context) throws ServletException {
    if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer found) {
      return found;
    }
    throw new ServletException(
        "media sockets need Jakarta WebSocket 2.1: add the container's WebSocket module to "
            + "the context, before its filters start");
  }

  /** Upgrades the connection; a handshake the container cannot take is answered with 400. */
  void perform(HttpServletRequest request, HttpServletResponse response, Admission admission)
      throws IOException, ServletException {
    ServerContainer container = requireContainer(request.getServletContext());
    try {
      container.upgradeHttpToWebSocket(request, response, endpoint(admission), Map.of());
    } catch (IllegalStateException e) {
      log.warn("media socket refused: its WebSocket handshake is not valid (RFC 6455 §4.2.1)");
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "not a valid WebSocket handshake");
    } catch (DeploymentException e) {
      throw new ServletException("the container does not take the media endpoint", e);
    }
  }

  /** Named by its base class, since containers refuse a class that is not public. */
  private ServerEndpointConfig endpoint(Admission admission) {
    return ServerEndpointConfig.Builder.create(Endpoint.class, ANY_PATH)
        .configurator(new OneSocket(new MediaSocketEndpoint(admission, timekeeper)))
        .build();
  }

  /** Gives the container the one endpoint of one socket. */
  private static final class OneSocket extends ServerEndpointConfig.Configurator {
    private final MediaSocketEndpoint endpoint;

    OneSocket(MediaSocketEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(endpoint);
    }

    /** No compression: base64 of G.711 gains little and costs more than all else together. */
    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }
  }
}
