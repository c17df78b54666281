package io.callrouter;

import io.callrouter.spi.CallProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an operator should know of a router at its start, a line each; no secret is among it. */
final class StartSummary {
  private static final String BUILD = "build.properties";

  private final List<String> lines = new ArrayList<>();

  private StartSummary() {}

  /**
   * Of what a router was made of.
   *
   * @param hasSecret whether the host has given the key of the media tokens
   */
  static List<String> of(CallRouterBuilder parts, List<CallProvider> providers, boolean hasSecret) {
    StartSummary summary = new StartSummary();
    summary.add("CallRouter " + version() + " on Java " + System.getProperty("java.version"));
    providers.forEach(summary::addProvider);
    summary.addNames("routes", parts.routes.keySet(), null);
    summary.add("  what no route takes: " + parts.otherwise.kind());
    if (parts.routes.isEmpty()) {
      summary.add("  there is no route: every call gets that");
    }
    Set<String> further = new TreeSet<>(parts.flows.keySet());
    further.removeAll(parts.routes.keySet());
    summary.addNames("further flows", further, null);
    summary.addNames("endpoints", parts.endpoints.keySet(), null);
    summary.addNames("taps", parts.taps.keySet(), null);
    summary.addNames("record sinks", parts.sinks.keySet(), "none: records are only logged");
    summary.addStore(parts);
    if (!hasSecret) {
      summary.add("media tokens: with a key made at this start; CALLROUTER_TOKEN_SECRET sets one");
    }
    summary.addLimits(parts.limits);
    summary.add(
        parts.healthPages
            ? "pages: /health, /ready, /metrics"
            : "pages: none; healthPages() is off");
    return List.copyOf(summary.lines);
  }

  private void add(String line) {
    lines.add(line);
  }

  private void addProvider(CallProvider provider) {
    add("provider " + provider.id() + " (" + provider.getClass().getName() + ")");
    provider.summary().forEach(line -> add("  " + line));
  }

  private void addNames(String what, Collection<String> names, @Nullable String ifNone) {
    if (!names.isEmpty()) {
      add(what + ": " + String.join(", ", names));
    } else if (ifNone != null) {
      add(what + ": " + ifNone);
    }
  }

  private void addStore(CallRouterBuilder parts) {
    add(
        parts.store == null
            ? "store: in memory; a restart forgets all calls"
            : "store: "
                + parts.store.getClass().getName()
                + (parts.store.isExclusive()
                    ? "; calls that the last process left are taken over"
                    : "; shared: calls of nodes that are gone are taken over"));
  }

  private void addLimits(Limits limits) {
    add("calls at once: " + limits.count(CountLimit.CONCURRENT_CALLS));
    for (CountLimit limit : CountLimit.values()) {
      if (limit != CountLimit.CONCURRENT_CALLS && limits.count(limit) != limit.standard()) {
        add("limit " + limit + ": " + limits.count(limit) + ", not " + limit.standard());
      }
    }
    for (TimeLimit limit : TimeLimit.values()) {
      if (!limits.time(limit).equals(limit.standard())) {
        add("limit " + limit + ": " + text(limits.time(limit)) + ", not " + text(limit.standard()));
      }
    }
  }

  private static String text(Duration time) {
    return time.toMillis() / 1e3 + " s";
  }

  private static String version() {
    try (InputStream file = StartSummary.class.getResourceAsStream(BUILD)) {
      Properties build = new Properties();
      if (file != null) {
        build.load(file);
      }
      return build.getProperty("version", "(version unknown)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
