package io.callrouter.examples.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The DevTools protocol with one page of a browser: commands, and what the browser complains of.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final int ANSWER_SECONDS = 60;

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;

  DevTools(HttpClient client, URI page) {
    this.socket = client.newWebSocketBuilder().buildAsync(page, this).join();
  }

  /** Calls a method of the protocol and waits for its result. */
  JsonNode call(String method, ObjectNode parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode command = parameters().put("id", id).put("method", method);
    command.set("params", parameters);
    socket.sendText(command.toString(), true).join();
    JsonNode told = answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new IllegalStateException(method + ": " + told.get("error"));
    }
    return told.get("result");
  }

  JsonNode call(String method) {
    return call(method, parameters());
  }

  /** Calls a method and waits for the event that it leads to. */
  void callUntil(String event, String method, ObjectNode parameters) {
    CompletableFuture<JsonNode> told = new CompletableFuture<>();
    awaited.put(event, told);
    call(method, parameters);
    told.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
  }

  static ObjectNode parameters() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What a developer would see in red: errors, exceptions, violations of the content policy. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      take(message.toString());
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void take(String text) {
    JsonNode told;
    try {
      told = json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (told.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(told.get("id").asInt());
      if (answer != null) {
        answer.complete(told);
      }
    } else {
      takeEvent(told);
    }
  }

  private void takeEvent(JsonNode event) {
    CompletableFuture<JsonNode> expected = awaited.remove(event.get("method").asText());
    if (expected != null) {
      expected.complete(event);
    }
    if (isComplaint(event)) {
      complaints.add(event.get("params").toString());
    }
  }

  private static boolean isComplaint(JsonNode event) {
    JsonNode about = event.get("params");
    return switch (event.get("method").asText()) {
      case "Runtime.exceptionThrown" -> true;
      case "Runtime.consoleAPICalled" -> about.get("type").asText().equals("error");
      case "Log.entryAdded" -> about.get("entry").get("level").asText().equals("error");
      default -> false;
    };
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    fail(new IOException("the browser closed the page: " + code + " " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    fail(error);
  }

  private void fail(Throwable error) {
    waiting.values().forEach(answer -> answer.completeExceptionally(error));
    awaited.values().forEach(event -> event.completeExceptionally(error));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
