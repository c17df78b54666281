package io.callrouter.examples.quickstart;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.examples.server.MediaServer;
import io.callrouter.media.Endpoints;
import java.net.URI;

/** A router and the server it lives in. */
final class Host implements AutoCloseable {
  private final CallRouter router;
  private final MediaServer server;

  private Host(CallRouter router, MediaServer server) {
    this.router = router;
    this.server = server;
  }

  /** What the quickstart does with a call, whichever carrier it comes from. */
  static CallRouterBuilder callsTo(Agent agent) {
    return agents()
        .route("quickstart", Match.any(), flow -> talk(flow, Action.connect(agent.endpoint())));
  }

  /** The same with an agent behind each number, and a tap on every call. */
  static CallRouterBuilder callsToAll(String tap) {
    CallRouterBuilder router = agents();
    for (Agent agent : Agent.values()) {
      Action.Connect connect = Action.connect(agent.endpoint()).tap(tap);
      router.route(agent.endpoint(), Match.to(agent.number()), flow -> talk(flow, connect));
    }
    return router;
  }

  private static CallRouterBuilder agents() {
    return CallRouter.builder()
        .healthPages()
        .endpoint("menu", context -> Endpoints.script(new VoiceMenu()))
        .endpoint("echo", context -> Endpoints.echo());
  }

  private static void talk(Flow flow, Action connect) {
    if (flow.run(connect).is(Outcome.Kind.FAILED)) {
      flow.run(Action.say("I am sorry, something went wrong. Goodbye."));
    }
  }

  /**
   * Opens the server; the host owns the router from then on.
   *
   * @param port 0 for any that is free
   * @throws Exception if the port cannot be had: the router is closed then
   */
  static Host start(CallRouter router, int port) throws Exception {
    return start(router, new MediaServer(port, router.web()));
  }

  /**
   * Opens a server that has more than the router; the host owns both from then on.
   *
   * @throws Exception if the port cannot be had: the router is closed then
   */
  static Host start(CallRouter router, MediaServer server) throws Exception {
    Host host = new Host(router, server);
    try {
      host.server.start();
    } catch (Exception e) {
      host.close();
      throw e;
    }
    return host;
  }

  /** Where the server is reached on this machine. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  CallRouter router() {
    return router;
  }

  /** The router first: it says goodbye on the sockets that the server would only cut. */
  @Override
  public void close() {
    router.close();
    server.stop();
  }
}
