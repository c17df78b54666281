package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a gather was asked for.
 *
 * @param firstKey how long to wait for the first key, after the prompt if there is one
 * @param limit for all of it, or null where each try has its own time
 * @param tries how often the prompt is heard
 */
record GatherOptions(
    int minimum,
    int maximum,
    Duration firstKey,
    Duration betweenKeys,
    @Nullable Duration limit,
    String terminator,
    String valid,
    int tries,
    @Nullable Sound prompt,
    @Nullable Sound invalidPrompt) {
  private static final int FIVE_SECONDS = 5000;
  private static final int A_MINUTE = 60_000;

  /** Of a gather that says nothing. */
  static GatherOptions of(ObjectNode body) {
    return of(
        body,
        millis(body, "initial_timeout_millis", FIVE_SECONDS),
        millis(body, "timeout_millis", A_MINUTE),
        1,
        null,
        null);
  }

  /** Of a gather with a prompt. */
  static GatherOptions prompted(ObjectNode body, Sound prompt, @Nullable Sound invalidPrompt) {
    return of(
        body,
        millis(body, "timeout_millis", A_MINUTE),
        null,
        body.path("maximum_tries").asInt(3),
        prompt,
        invalidPrompt);
  }

  private static GatherOptions of(
      ObjectNode body,
      Duration firstKey,
      @Nullable Duration limit,
      int tries,
      @Nullable Sound prompt,
      @Nullable Sound invalidPrompt) {
    return new GatherOptions(
        body.path("minimum_digits").asInt(1),
        body.path("maximum_digits").asInt(128),
        firstKey,
        millis(body, "inter_digit_timeout_millis", FIVE_SECONDS),
        limit,
        body.path("terminating_digit").asText("#"),
        body.path("valid_digits").asText("0123456789#*"),
        tries,
        prompt,
        invalidPrompt);
  }

  private static Duration millis(ObjectNode body, String field, int otherwise) {
    return Duration.ofMillis(body.path(field).asLong(otherwise));
  }
}
