package io.callrouter.openai;

import java.time.Duration;

/**
 * Something that happened in an agent's conversation.
 *
 * @since 0.1
 */
public sealed interface AgentEvent {
  /**
   * The session with the model is configured, and the call's audio is there.
   *
   * @param waited how long the call's audio was there before; zero if the session was the first
   * @since 0.1
   */
  record Ready(Duration waited) implements AgentEvent {}

  /**
   * What the caller said, as the transcription model wrote it down; it may come after the answer.
   *
   * @param item the service's id of the turn, which tells the order
   * @since 0.1
   */
  record CallerSaid(String item, String text) implements AgentEvent {}

  /**
   * The first audio of an answer came, and was handed to the carrier at once unless an earlier
   * answer was still being heard.
   *
   * @param response the service's id of the answer
   * @param after since the caller had stopped speaking, as the service noticed it; since the answer
   *     was asked for where he had not spoken
   * @since 0.1
   */
  record Answered(String response, Duration after) implements AgentEvent {}

  /**
   * What the agent said, and how much of it the caller heard.
   *
   * @param item the service's id of it
   * @param text all that was generated, however much of it was heard
   * @param said how long the audio is
   * @param heard how much of that was heard
   * @param interrupted whether it was cut
   * @since 0.1
   */
  record AgentSaid(String item, String text, Duration said, Duration heard, boolean interrupted)
      implements AgentEvent {}

  /**
   * What an answer used of the model.
   *
   * @since 0.1
   */
  record Usage(long inputTokens, long outputTokens) implements AgentEvent {}

  /**
   * The service complained, or the session broke.
   *
   * @param fatal whether the agent has ended because of it
   * @since 0.1
   */
  record Trouble(String code, String message, boolean fatal) implements AgentEvent {}
}
