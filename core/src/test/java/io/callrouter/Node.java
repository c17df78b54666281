package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.call.CallRecord;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A router with a fake carrier before it, and all that its host hears. */
final class Node implements AutoCloseable {
  static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

  final FakeProvider provider;
  final List<CallRecord> records = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<FakeEndpoint> endpoints = new CopyOnWriteArrayList<>();
  final ManualTimekeeper time;
  final CallRouter router;

  Node(ManualTimekeeper time, UnaryOperator<CallRouterBuilder> host) {
    this(time, new FakeProvider("fake"), host);
  }

  Node(ManualTimekeeper time, FakeProvider provider, UnaryOperator<CallRouterBuilder> host) {
    this.time = time;
    this.provider = provider;
    this.router =
        host.apply(
                CallRouter.builder()
                    .timekeeper(time)
                    .provider(provider)
                    .recordSink("test", records::add)
                    .listener((call, event) -> events.add(text(event)))
                    .endpoint("agent", this::agent))
            .build();
  }

  private FakeEndpoint agent(io.callrouter.media.ConnectContext context) {
    FakeEndpoint endpoint = new FakeEndpoint(context);
    endpoints.add(endpoint);
    return endpoint;
  }

  private static String text(io.callrouter.call.CallEvent event) {
    StringBuilder text = new StringBuilder(event.kind().name());
    for (String name :
        List.of("state", "step", "action", "outcome", "cause", "event", "recording", "absent")) {
      if (event.details().containsKey(name)) {
        text.append(' ').append(event.details().get(name));
      }
    }
    return text.append(event.late() ? " late" : "").toString();
  }

  /** Posts on a thread of the host's server; the answer comes when time is turned. */
  CompletableFuture<WebResponse> post(String path, String body) {
    CompletableFuture<WebResponse> answer = new CompletableFuture<>();
    time.executor("server").execute(() -> answer.complete(handle(path, body)));
    return answer;
  }

  /** Posts on this thread, which waits for the answer. */
  WebResponse handle(String path, String body) {
    return router
        .web()
        .handle(
            new WebRequest("POST", path, null, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Posts and turns time until the answer is there. */
  String ask(String path, String body) {
    CompletableFuture<WebResponse> answer = post(path, body);
    time.advanceUntil(answer::isDone, Duration.ofSeconds(60));
    return text(answer);
  }

  /** An answer that must be there by now. */
  static String text(CompletableFuture<WebResponse> there) {
    return text(Objects.requireNonNull(there.getNow(null), "there is no answer yet"));
  }

  static String text(WebResponse answer) {
    String body = answer.text().strip();
    return answer.status() == 200 ? body : answer.status() + " " + body;
  }

  Admission knock(String path) {
    WebRequest handshake = new WebRequest("GET", path, null, Map.of(), new byte[0]);
    CompletableFuture<Admission> admission = new CompletableFuture<>();
    time.executor("server").execute(() -> admission.complete(router.web().admit(handshake)));
    time.advanceUntil(admission::isDone, Duration.ofSeconds(1));
    return Objects.requireNonNull(admission.getNow(null));
  }

  Call call(String carrierId) {
    return router.call("fake", carrierId).orElseThrow();
  }

  FakeEndpoint lastEndpoint() {
    return endpoints.get(endpoints.size() - 1);
  }

  @Override
  public void close() {
    router.close();
  }
}
