package io.callrouter.openai.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.callrouter.openai.mcp.BadServer.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that does one thing wrong, over streamable HTTP. */
final class BadHttpServer implements AutoCloseable {
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Fault fault;
  private volatile boolean forgetsSessions;

  BadHttpServer(Fault fault) throws IOException {
    this.fault = fault;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/mcp", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /** Waits for a request that has that in its method or body. */
  void awaitRequest(String part) throws InterruptedException {
    String each = "";
    while (!each.contains(part)) {
      each = Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS), () -> "no " + part);
    }
  }

  /** The next request of a session is refused, as after a restart. */
  void forgetSessions() {
    forgetsSessions = true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(exchange.getRequestMethod() + " " + body);
    boolean opens = body.contains("\"initialize\"");
    if (exchange.getRequestMethod().equals("DELETE") && fault == Fault.STUBBORN) {
      BadServer.hang();
    } else if (forgetsSessions && !opens) {
      forgetsSessions = false;
      exchange.sendResponseHeaders(404, -1);
    } else if (!body.contains("\"id\"")) {
      exchange.sendResponseHeaders(202, -1);
    } else if (fault == Fault.GARBAGE) {
      send(exchange, "text/html", "<html>It works!</html>".getBytes(UTF_8));
    } else if (fault == Fault.DIES_IN_CALL && body.contains("tools/call")) {
      exchange.close();
    } else if ((fault == Fault.FLOODS || fault == Fault.HUGE_RESULT)
        && body.contains("tools/call")) {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      try (PrintStream events =
          new PrintStream(new Events(exchange.getResponseBody()), false, UTF_8)) {
        BadServer.answer(fault, body, events);
      }
    } else {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      if (opens) {
        exchange.getResponseHeaders().add("Mcp-Session-Id", "s" + sessions.incrementAndGet());
      }
      BadServer.answer(fault, body, new PrintStream(answer, true, UTF_8));
      send(exchange, "application/json", answer.toByteArray());
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Lines as server-sent events. */
  private static final class Events extends OutputStream {
    private final OutputStream out;
    private boolean within;

    Events(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int each) throws IOException {
      write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      while (at < from + length) {
        if (!within) {
          out.write("data: ".getBytes(UTF_8));
          within = true;
        }
        int end = at;
        while (end < from + length && bytes[end] != '\n') {
          end++;
        }
        out.write(bytes, at, end - at);
        if (end < from + length) {
          out.write("\n\n".getBytes(UTF_8));
          within = false;
        }
        at = end + 1;
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
