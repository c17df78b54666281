package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
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

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final String name;
  private final String description;
  private final ObjectNode schema;
  private final Code<String> code;
  private final Duration timeout;
  private final @Nullable String acknowledgement;
  private final @Nullable Ending ending;

  private Tool(
      String name,
      String description,
      ObjectNode schema,
      Code<String> code,
      Duration timeout,
      @Nullable String acknowledgement,
      @Nullable Ending ending) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a tool's name is 1 to 64 letters, digits, _ and -, not '" + name + "'");
    }
    this.name = name;
    this.description = Objects.requireNonNull(description, "description");
    this.schema = schema;
    this.code = Objects.requireNonNull(code, "code");
    this.timeout = timeout;
    this.acknowledgement = acknowledgement;
    this.ending = ending;
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
   * A tool whose arguments are a record: its components are what the model must give, and {@link
   * Describe} says what one means. A component that is {@link org.jspecify.annotations.Nullable} or
   * {@link java.util.Optional} is one it may leave out. A component is a text, a number, a boolean,
   * a date or time of {@code java.time}, a UUID or URI, an enum, another record, or a {@link
   * java.util.List} of these. What the model gives is read strictly; what does not fit, and what
   * the record's constructor refuses, the model is told.
   *
   * @param name letters, digits, {@code _} and {@code -}, 64 at most
   * @param description tells the model when to call it
   * @throws IllegalArgumentException if the name is none, or the record cannot be described
   */
  public static <A extends Record> Tool of(
      String name, String description, Class<A> arguments, Code<A> code) {
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(code, "code");
    RecordType type = RecordType.of(arguments);
    Code<String> reading =
        (json, context) ->
            code.run(arguments.cast(type.read(ToolJson.arguments(json), "")), context);
    return new Tool(name, description, type.schema(), reading, DEFAULT_TIMEOUT, null, null);
  }

  /**
   * A tool whose arguments are described by a JSON schema, and given as JSON: an object, of which
   * nothing else was checked.
   *
   * @param schema a JSON schema of type object
   * @throws IllegalArgumentException if the name or the schema is none
   */
  public static Tool ofSchema(String name, String description, String schema, Code<String> code) {
    Objects.requireNonNull(code, "code");
    Code<String> reading =
        (json, context) -> code.run(ToolJson.arguments(json).toString(), context);
    return new Tool(
        name, description, schemaOf(name, schema), reading, DEFAULT_TIMEOUT, null, null);
  }

  private static ObjectNode schemaOf(String name, String schema) {
    try {
      ObjectNode read = ToolJson.object(schema);
      if (read.path("type").asText().equals("object")) {
        return read;
      }
    } catch (BadArgumentsException e) {
      throw new IllegalArgumentException("the schema of tool " + name + " is none", e);
    }
    throw new IllegalArgumentException("the schema of tool " + name + " is not of type object");
  }

  /**
   * The same tool with another limit of its time; {@link #DEFAULT_TIMEOUT} is the usual one.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Tool timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a tool cannot be done in " + timeout);
    }
    return new Tool(name, description, schema, code, timeout, acknowledgement, ending);
  }

  /**
   * The same tool with something the caller is told when the answer takes longer than a moment, for
   * instance "One moment, I am looking that up"; spoken by the model, in the caller's language.
   */
  public Tool acknowledgement(String words) {
    Objects.requireNonNull(words, "words");
    return new Tool(name, description, schema, code, timeout, words, ending);
  }

  /** The same tool under another name. */
  Tool named(String other) {
    return new Tool(other, description, schema, code, timeout, acknowledgement, ending);
  }

  /** The same tool; when it was done, the agent's part ends. */
  Tool ending(Ending how) {
    return new Tool(name, description, schema, code, timeout, acknowledgement, how);
  }

  String name() {
    return name;
  }

  Duration timeout() {
    return timeout;
  }

  @Nullable String acknowledgement() {
    return acknowledgement;
  }

  @Nullable Ending ending() {
    return ending;
  }

  /** As the model is told of it. */
  ObjectNode definition() {
    ObjectNode definition = ClientMessages.object().put("type", "function");
    definition.put("name", name).put("description", description).set("parameters", schema);
    return definition;
  }

  /** Does what the model asks for, with the arguments as it wrote them. */
  @Nullable Object run(String arguments, ToolContext context) throws Exception {
    return code.run(arguments, context);
  }

  @Override
  public String toString() {
    return "tool " + name;
  }
}
