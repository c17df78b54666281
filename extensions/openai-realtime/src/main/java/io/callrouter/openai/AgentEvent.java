package io.callrouter.openai;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      implements AgentEvent {
    /**
     * The part of the text that was heard, as far as the share of its time tells; whole words, and
     * an ellipsis where it was cut.
     */
    public String heardText() {
      if (!interrupted || said.isZero()) {
        return text;
      }
      double share = Math.min(1, (double) heard.toMillis() / said.toMillis());
      int end = text.lastIndexOf(' ', (int) (share * text.length()));
      return end <= 0 ? "" : text.substring(0, end) + " …";
    }
  }

  /**
   * How long the caller waited for an answer; told when the first item of it is over. All are since
   * he had stopped speaking, as {@link Answered} counts.
   *
   * @param response the service's id of the answer
   * @param answered until the first audio of it came from the model
   * @param sent until the first frame was handed to the carrier's socket; null if none was
   * @param heard until he heard it, as the carrier's marks tell; null if none has told
   * @since 0.1
   */
  record Latency(
      String response, Duration answered, @Nullable Duration sent, @Nullable Duration heard)
      implements AgentEvent {}

  /**
   * A source of tools is open, and the model has been told of its tools.
   *
   * @param source its name
   * @param tools the tools' names as the model knows them
   * @param after since the agent was made
   * @since 0.1
   */
  record ToolsReady(String source, List<String> tools, Duration after) implements AgentEvent {}

  /**
   * A source of tools could not be opened, or broke, or offered more than a session takes; the call
   * goes on without its tools, or without those that were left out.
   *
   * @since 0.1
   */
  record ToolsMissing(String source, String reason) implements AgentEvent {}

  /**
   * The model called a tool, and was told what came of it; what it gave and was told is not said
   * here, since it may be private.
   *
   * @param id the service's id of the tool call
   * @param took from the model's call to the result
   * @since 0.1
   */
  record ToolCalled(String tool, String id, ToolOutcome outcome, Duration took)
      implements AgentEvent {}

  /**
   * What came of a tool call.
   *
   * @since 0.1
   */
  enum ToolOutcome {
    /** It gave a result. */
    DONE,
    /** It threw, or was given arguments it cannot read. */
    FAILED,
    /** It took too long. */
    TIMED_OUT,
    /** The call or the agent was over first. */
    CANCELLED,
    /** There is no such tool. */
    UNKNOWN
  }

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
