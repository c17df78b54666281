package io.callrouter.examples.voiceagent.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A CRM that knows one customer, and keeps what it is told of calls. */
final class CheckCrm implements AutoCloseable {
  static final String CUSTOMER = "+14155550199";

  private final HttpServer server;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, JsonNode> calls = new ConcurrentHashMap<>();

  private CheckCrm(HttpServer server) {
    this.server = server;
  }

  static CheckCrm start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CheckCrm crm = new CheckCrm(server);
    server.createContext("/customers", crm::customer);
    server.createContext("/calls/", crm::call);
    server.start();
    return crm;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was told of calls so far, by their ids. */
  Map<String, JsonNode> calls() {
    return calls;
  }

  private void customer(HttpExchange exchange) throws IOException {
    String query =
        URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
    if (!query.equals("phone=" + CUSTOMER)) {
      answer(exchange, 404, "{}");
      return;
    }
    answer(
        exchange,
        200,
        """
        {"customerNumber":"7007","product":"hotel","destinationCity":"Lisbon",
         "startDate":"2026-12-03","endDate":"2026-12-06","hotelName":"Hotel Miradouro",
         "hotelAddress":"Largo da Graça 12, Lisbon","guests":2,"rooms":1}
        """);
  }

  private void call(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getPath().substring("/calls/".length());
    calls.put(id, json.readTree(exchange.getRequestBody()));
    answer(exchange, 200, "{}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
