package io.callrouter.examples.voiceagent;

import io.callrouter.openai.AgentEvent;
import java.util.HashMap;
import java.util.Map;

/** What an agent did, as the phone's page shows it; durations in ms. */
final class AgentNews {
  private AgentNews() {}

  static Map<String, ?> of(AgentEvent event) {
    if (event instanceof AgentEvent.CallerSaid said) {
      return Map.of("event", "caller-said", "item", said.item(), "text", said.text());
    }
    if (event instanceof AgentEvent.AgentSaid said) {
      return Map.of(
          "event", "agent-said",
          "item", said.item(),
          "text", said.text(),
          "said", said.said().toMillis(),
          "heard", said.heard().toMillis(),
          "interrupted", said.interrupted());
    }
    if (event instanceof AgentEvent.Answered answered) {
      return Map.of("event", "answered", "after", answered.after().toMillis());
    }
    if (event instanceof AgentEvent.Latency latency) {
      return latency(latency);
    }
    if (event instanceof AgentEvent.ToolCalled called) {
      return Map.of(
          "event", "tool",
          "tool", called.tool(),
          "outcome", called.outcome().name(),
          "took", called.took().toMillis());
    }
    if (event instanceof AgentEvent.ToolsReady ready) {
      return Map.of(
          "event", "tools-ready",
          "source", ready.source(),
          "tools", ready.tools(),
          "after", ready.after().toMillis());
    }
    if (event instanceof AgentEvent.ToolsMissing missing) {
      return Map.of("event", "tools-missing", "source", missing.source(), "text", missing.reason());
    }
    if (event instanceof AgentEvent.Trouble trouble) {
      return Map.of("event", "trouble", "text", trouble.message(), "fatal", trouble.fatal());
    }
    return Map.of("event", event instanceof AgentEvent.Ready ? "ready" : "usage");
  }

  private static Map<String, ?> latency(AgentEvent.Latency latency) {
    Map<String, Object> told = new HashMap<>();
    told.put("event", "latency");
    told.put("answered", latency.answered().toMillis());
    if (latency.sent() != null) {
      told.put("sent", latency.sent().toMillis());
    }
    if (latency.heard() != null) {
      told.put("heard", latency.heard().toMillis());
    }
    return told;
  }
}
