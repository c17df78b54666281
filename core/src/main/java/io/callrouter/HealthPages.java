package io.callrouter;

import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The pages by which load balancers and monitors see a router; they name no call. */
final class HealthPages {
  private static final String HEALTH = "/health";
  private static final String READY = "/ready";
  private static final String METRICS = "/metrics";
  private static final int UNAVAILABLE = 503;

  private final Supplier<Health> health;
  private final Supplier<List<Metric>> metrics;

  HealthPages(Supplier<Health> health, Supplier<List<Metric>> metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  boolean claims(String path) {
    return Set.of(HEALTH, READY, METRICS).contains(path);
  }

  /** Answers a claimed path, whatever state the router is in. */
  WebResponse answer(WebRequest request) {
    if (!Set.of("GET", "HEAD").contains(request.method())) {
      return WebResponse.text(405, "GET only");
    }
    Health now = health.get();
    return switch (request.path()) {
      case HEALTH -> json(now.isLive() ? 200 : UNAVAILABLE, healthOf(now));
      case READY -> json(now.isReady() ? 200 : UNAVAILABLE, Map.of("ready", now.isReady()));
      default -> json(200, metricsOf(now));
    };
  }

  private static Map<String, Object> healthOf(Health now) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("status", now.isLive() ? "ok" : "closed");
    page.put("active_calls", now.activeCalls());
    page.put("max_concurrent_calls", now.maximumCalls());
    page.put("state", now.state().name());
    page.put("ready", now.isReady());
    page.put("calls_by_flow", now.callsByFlow());
    page.put("adopted_calls", now.adoptedCalls());
    return page;
  }

  private Map<String, Object> metricsOf(Health now) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("active_calls", now.activeCalls());
    page.put("max_concurrent_calls", now.maximumCalls());
    page.put("utilization_percent", now.utilizationPercent());
    page.put("metrics", metrics.get());
    return page;
  }

  private static WebResponse json(int status, Map<String, Object> page) {
    String text = new String(CallJson.write(page), StandardCharsets.UTF_8);
    return WebResponse.of(status, "application/json", text);
  }
}
