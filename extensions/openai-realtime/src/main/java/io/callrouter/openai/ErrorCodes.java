package io.callrouter.openai;

import java.util.Set;

/** What the service's error codes mean for a call. */
final class ErrorCodes {
  private static final Set<String> FATAL =
      Set.of(
          "invalid_api_key",
          "insufficient_quota",
          "account_deactivated",
          "billing_hard_limit_reached",
          "model_not_found",
          "beta_api_shape_disabled");

  private static final Set<String> HARMLESS =
      Set.of("response_cancel_not_active", "input_audio_buffer_commit_empty");

  private ErrorCodes() {}

  /** Whether another attempt will come out the same, until a person has done something. */
  static boolean isFatal(String code) {
    return FATAL.contains(code);
  }

  /** Whether it comes of a race that does no harm. */
  static boolean isHarmless(String code) {
    return HARMLESS.contains(code);
  }

  /** Whether the account has to wait before it may ask again. */
  static boolean isLimit(String code) {
    return code.endsWith("rate_limit_exceeded");
  }
}
