package io.callrouter.openai;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call while it talks: what it is for, what it takes, and the host's
 * code that does it. Immutable; one serves all calls.
 *
 * <p>Realtime API, {@code session.tools} of type {@code function}.
 *
 * @since 0.1
 */
public final class Tool {
  /** After that time the model is told that the tool took too long. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final String description;
  private final String schema;
  private final Code<String> code;
  private final Duration timeout;
  private final @Nullable String acknowledgement;

  private Tool(
      String name,
      String description,
      String schema,
      Code<String> code,
      Duration timeout,
      @Nullable String acknowledgement) {
    this.name = Objects.requireNonNull(name, "name");
    this.description = Objects.requireNonNull(description, "description");
    this.schema = schema;
    this.code = Objects.requireNonNull(code, "code");
    this.timeout = timeout;
    this.acknowledgement = acknowledgement;
  }

  /**
   * What a tool does.
   *
   * @param <A> its arguments
   * @since 0.1
   */
  @FunctionalInterface
  public interface Code<A> {
    /**
     * Does what the model asks for. Runs on a thread of its own, so it may block; that thread is
     * interrupted when the tool's time is over, and when the call is.
     *
     * @return what the model is told: a text as it is, anything else as JSON, of a {@link
     *     CompletionStage} its value when it is there; null says that it is done
     * @throws Exception if it cannot be done; the model is told the message, and can speak about it
     */
    @Nullable Object run(A arguments, ToolContext context) throws Exception;
  }

  /**
   * A tool whose arguments are a record: its components are what the model must give, a component
   * that may be null is one it may leave out, and {@link Describe} says what one means.
   *
   * @param name letters, digits, {@code _} and {@code -}, 64 at most
   * @param description tells the model when to call it
   * @throws IllegalArgumentException if the name is none, or the record cannot be described
   */
  public static <A extends Record> Tool of(
      String name, String description, Class<A> arguments, Code<A> code) {
    Objects.requireNonNull(arguments, "arguments");
    return ofSchema(name, description, "{\"type\":\"object\"}", (json, context) -> null);
  }

  /**
   * A tool whose arguments are described by a JSON schema, and given as JSON.
   *
   * @param schema a JSON schema of type object
   * @throws IllegalArgumentException if the name or the schema is none
   */
  public static Tool ofSchema(String name, String description, String schema, Code<String> code) {
    return new Tool(name, description, schema, code, DEFAULT_TIMEOUT, null);
  }

  /** The same tool with another limit of its time; {@link #DEFAULT_TIMEOUT} is the usual one. */
  public Tool timeout(Duration timeout) {
    return new Tool(name, description, schema, code, timeout, acknowledgement);
  }

  /**
   * The same tool with something the caller is told when the answer takes longer than a moment, for
   * instance "One moment, I am looking that up"; spoken by the model, in the caller's language.
   */
  public Tool acknowledgement(String words) {
    return new Tool(name, description, schema, code, timeout, words);
  }
}
