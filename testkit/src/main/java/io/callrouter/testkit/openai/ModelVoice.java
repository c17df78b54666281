package io.callrouter.testkit.openai;

import org.jspecify.annotations.Nullable;

/**
 * What a simulated model sounds like, for a person's ears; a test is better served by {@link
 * CodedSpeech}, of which it knows each 20 ms.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ModelVoice {
  /** Tones only. */
  ModelVoice CODED = (text, sampleRateHz) -> null;

  /**
   * Speaks a text. Called by the session's thread, which must not be kept.
   *
   * @param sampleRateHz 8000 or 24000
   * @return 16-bit samples at that rate, which then also are the speech's length; null to have it
   *     in {@link CodedSpeech}
   */
  short @Nullable [] speak(String text, int sampleRateHz);
}
