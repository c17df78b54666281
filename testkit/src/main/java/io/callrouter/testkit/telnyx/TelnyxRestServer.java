package io.callrouter.testkit.telnyx;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * The REST interface of a {@link SimulatedTelnyx} on a port of the loopback address, for clients
 * that speak HTTP. Needs real time.
 *
 * <p>Of scripted faults, a refused connection cannot be had here: the connection breaks off
 * instead, and the request is not done.
 *
 * @since 0.1
 */
public final class TelnyxRestServer implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final HttpServer server;
  private final RestDoor door;
  private final Timekeeper timekeeper;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private TelnyxRestServer(HttpServer server, RestDoor door, Timekeeper timekeeper) {
    this.server = server;
    this.door = door;
    this.timekeeper = timekeeper;
  }

  static TelnyxRestServer start(RestDoor door, Timekeeper timekeeper) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(address, 0);
      TelnyxRestServer rest = new TelnyxRestServer(server, door, timekeeper);
      server.createContext("/", rest::handle);
      server.setExecutor(timekeeper.executor("telnyx-rest"));
      server.start();
      return rest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, with the version: what a client takes as its base address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2");
  }

  /** Stops it; connections break off. */
  @Override
  public void close() {
    closed.complete(null);
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      RestDoor.Result result =
          door.handle(
              ApiRequest.of(
                  exchange.getRequestMethod(), exchange.getRequestURI(), authorization, body));
      RestFault fault = result.fault();
      if (fault == null) {
        answer(exchange, result.answer(), Duration.ZERO);
        return;
      }
      switch (fault.kind()) {
        case SILENT -> sleep(SILENCE);
        case ANSWERS, SLOW_BODY -> answer(exchange, result.answer(), fault.delay());
        case REFUSES_CONNECTION, RESETS -> {}
      }
    }
  }

  private void answer(HttpExchange exchange, ApiAnswer answer, Duration late) throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, body.length - 1);
      out.flush();
      if (!late.isZero()) {
        sleep(late);
      }
      out.write(body, body.length - 1, 1);
      out.flush();
    }
  }

  /** Until then, or until it is closed. */
  private void sleep(Duration length) {
    try {
      timekeeper.await(closed, length);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
