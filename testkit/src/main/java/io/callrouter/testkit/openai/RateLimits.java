package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the service tells of an account's limits, which here are never reached by themselves. */
final class RateLimits {
  private RateLimits() {}

  static ObjectNode event() {
    ObjectNode event = Outbox.event("rate_limits.updated");
    ArrayNode limits = event.putArray("rate_limits");
    limits
        .addObject()
        .put("name", "requests")
        .put("limit", 1000)
        .put("remaining", 999)
        .put("reset_seconds", 0.06);
    limits
        .addObject()
        .put("name", "tokens")
        .put("limit", 50_000)
        .put("remaining", 45_000)
        .put("reset_seconds", 6.0);
    return event;
  }
}
