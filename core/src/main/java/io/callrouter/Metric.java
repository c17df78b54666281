package io.callrouter;

import java.util.Map;

/**
 * One number about a router, with what a metrics library needs to publish it.
 *
 * @param name words with dots between, such as {@code calls.ended}
 * @param tags what sets this number apart from others of its name, such as {@code cause}
 * @param kind whether it only grows
 * @param unit what is counted, in the plural, such as {@code calls}; or {@code percent}
 * @param value the number now
 * @param description one sentence for a person
 * @since 0.1
 */
public record Metric(
    String name,
    Map<String, String> tags,
    Kind kind,
    String unit,
    double value,
    String description) {
  /** The kinds of numbers. */
  public enum Kind {
    /** Only grows while the router lives. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  /** Copies the tags. */
  public Metric {
    tags = Map.copyOf(tags);
  }
}
