package io.callrouter.testkit.openai;

import io.callrouter.codec.WavAudio;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a response answers.
 *
 * @param cause why there is one
 * @param number of the response in its session, from 1
 * @param heard what the caller said since the last response, in the rate of the session's input, or
 *     null if nothing was committed
 * @param text what the client wrote as the user since the last response, or empty
 * @param toolResults what tools gave since the last response, in order
 * @param instructions those of this response, else the session's
 * @param ownInstructions whether the response was asked for with instructions of its own
 * @param tools names of the functions on offer
 * @param metadata what the client attached, its values as text
 * @param outOfBand whether it stays outside the conversation
 * @since 0.1
 */
public record Turn(
    Cause cause,
    int number,
    @Nullable WavAudio heard,
    String text,
    List<ToolResult> toolResults,
    String instructions,
    boolean ownInstructions,
    List<String> tools,
    Map<String, String> metadata,
    boolean outOfBand) {

  /** Keeps copies. */
  public Turn {
    toolResults = List.copyOf(toolResults);
    tools = List.copyOf(tools);
    metadata = Map.copyOf(metadata);
  }

  /** Why there is a response. */
  public enum Cause {
    /** The caller spoke, and the session creates responses by itself. */
    SPEECH,
    /** The client asked with {@code response.create}. */
    REQUEST,
    /** The caller said nothing for as long as the session waits. */
    IDLE
  }

  /** What a tool gave. */
  public record ToolResult(String callId, String output) {}
}
