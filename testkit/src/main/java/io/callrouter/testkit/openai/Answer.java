package io.callrouter.testkit.openai;

import io.callrouter.testkit.carrier.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a response of the simulated model holds, and how it ends. Immutable.
 *
 * @since 0.1
 */
public final class Answer {
  private static final Answer NOTHING = new Answer(List.of(), Ending.COMPLETED, null);

  private final List<Part> parts;
  private final Ending ending;
  private final @Nullable Duration latency;

  private Answer(List<Part> parts, Ending ending, @Nullable Duration latency) {
    this.parts = List.copyOf(parts);
    this.ending = ending;
    this.latency = latency;
  }

  /** An output item of the response. */
  sealed interface Part {}

  /** A message: audio with its transcript, or text alone where the session wants that. */
  record Speech(String text, Duration length) implements Part {}

  /** A call of a function; the arguments are what a model writes, JSON or not. */
  record FunctionCall(String name, String arguments) implements Part {}

  /**
   * How a response ends.
   *
   * @param status as {@code response.done} has it, or empty if it never ends
   * @param detail the reason or the error's code, or empty
   */
  record Ending(String status, String detail, String message) {
    static final Ending COMPLETED = new Ending("completed", "", "");
    static final Ending NEVER = new Ending("", "", "");
  }

  /** Speech that takes 60 ms a character. */
  public static Answer says(String text) {
    return says(text, Utterance.lengthOf(text));
  }

  /** Speech of a length. */
  public static Answer says(String text, Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("speech cannot last " + length);
    }
    return NOTHING.with(new Speech(text, length));
  }

  /**
   * A function call.
   *
   * @param arguments JSON, or what a model might write instead
   */
  public static Answer calls(String function, String arguments) {
    return NOTHING.with(new FunctionCall(function, arguments));
  }

  /** Nothing: the response is complete without output. */
  public static Answer nothing() {
    return NOTHING;
  }

  /** A failure with that code, such as {@code server_error} or {@code insufficient_quota}. */
  public static Answer fails(String code, String message) {
    return NOTHING.thenFails(code, message);
  }

  /** A failure because of the limit of requests or tokens. */
  public static Answer rateLimited() {
    return fails("rate_limit_exceeded", "Rate limit reached. Please try again in 2s.");
  }

  /** Then more output, and the other answer's end. */
  public Answer then(Answer more) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(more.parts);
    return new Answer(all, more.ending, latency);
  }

  /** Fails after its output. */
  public Answer thenFails(String code, String message) {
    return new Answer(parts, new Ending("failed", code, message), latency);
  }

  /**
   * Is incomplete after its output.
   *
   * @param reason {@code max_output_tokens} or {@code content_filter}
   */
  public Answer thenIncomplete(String reason) {
    return new Answer(parts, new Ending("incomplete", reason, ""), latency);
  }

  /** Hangs after its output: nothing more comes, until it is cancelled. */
  public Answer thenStalls() {
    return new Answer(parts, Ending.NEVER, latency);
  }

  /** The first output comes so much after the response was created. */
  public Answer after(Duration first) {
    return new Answer(parts, ending, first);
  }

  private Answer with(Part part) {
    List<Part> all = new ArrayList<>(parts);
    all.add(part);
    return new Answer(all, ending, latency);
  }

  List<Part> parts() {
    return parts;
  }

  Ending ending() {
    return ending;
  }

  /** When the first output comes, or null where the model's own time holds. */
  @Nullable Duration latency() {
    return latency;
  }
}
