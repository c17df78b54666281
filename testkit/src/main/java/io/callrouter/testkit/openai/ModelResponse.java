package io.callrouter.testkit.openai;

import java.time.Duration;
import java.util.List;

/**
 * A response of the model.
 *
 * @param cause why there is one
 * @param at since the session's start
 * @param status {@code in_progress} until it is done
 * @param detail why it was cancelled, incomplete or failed, else empty
 * @param items ids of its output items
 * @param outOfBand whether it stays outside the conversation
 * @since 0.1
 */
public record ModelResponse(
    String id,
    Turn.Cause cause,
    Duration at,
    String status,
    String detail,
    List<String> items,
    boolean outOfBand) {

  /** Keeps a copy. */
  public ModelResponse {
    items = List.copyOf(items);
  }
}
