package io.callrouter.jakarta;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletException;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

final class CallRouterFilterTest {
  @Test
  void aContextWithoutWebSocketIsRefusedAtItsStart() throws Exception {
    Server server = new Server(0);
    server.setHandler(
        JettyServer.contextWithoutWebSocket(
            "", new CallRouterFilter(new FakeRouter(), new SteppingTimekeeper(Duration.ZERO))));
    ServletException fault = assertThrows(ServletException.class, server::start);
    assertTrue(fault.getMessage().contains("add the container's WebSocket module"));
    server.stop();
  }
}
