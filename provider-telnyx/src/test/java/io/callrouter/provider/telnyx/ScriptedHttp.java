package io.callrouter.provider.telnyx;

import io.callrouter.spi.CarrierHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Answers as a test says, one reply after the other; the last one again and again. */
final class ScriptedHttp implements CarrierHttp {
  /** What one exchange comes to. */
  @FunctionalInterface
  interface Reply {
    Answer to(Request request, Duration timeout) throws IOException;
  }

  static final String OK = "{\"data\":{\"result\":\"ok\"}}";

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();

  static Reply answer(int status, String body) {
    return answer(status, body, Map.of());
  }

  static Reply answer(int status, String body, Map<String, String> headers) {
    return (request, timeout) -> answerOf(status, body, headers);
  }

  static Answer answerOf(int status, String body, Map<String, String> headers) {
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new Answer(status, all, body.getBytes(StandardCharsets.UTF_8));
  }

  static Reply failure(Supplier<IOException> failure) {
    return (request, timeout) -> {
      throw failure.get();
    };
  }

  static String error(String code, String title, String detail) {
    return "{\"errors\":[{\"code\":\"%s\",\"title\":\"%s\",\"detail\":\"%s\"}]}"
        .formatted(code, title, detail);
  }

  ScriptedHttp reply(Reply... next) {
    replies.addAll(List.of(next));
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  List<Duration> timeouts() {
    return timeouts;
  }

  @Override
  public Answer send(Request request, Duration timeout) throws IOException {
    requests.add(request);
    timeouts.add(timeout);
    Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
    return reply.to(request, timeout);
  }
}
