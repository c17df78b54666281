package io.callrouter.jakarta;

import io.callrouter.web.WebHandler;
import jakarta.servlet.Filter;

/** A real container on a loopback port, with the filter, a page and a WebSocket of its own. */
interface TestServer {
  /** Starts it. */
  @FunctionalInterface
  interface Starter {
    TestServer start(String contextPath, WebHandler router, Filter filter) throws Exception;
  }

  int port();

  void stop() throws Exception;
}
