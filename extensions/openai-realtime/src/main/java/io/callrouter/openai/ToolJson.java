package io.callrouter.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/** What goes from the model to a tool and back: read strictly, written as Java has it, bounded. */
final class ToolJson {
  private static final int LONGEST_ARGUMENTS = 64 * 1024;
  private static final int LONGEST_RESULT = 16_000;
  private static final int DEEPEST = 32;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .build();

  private ToolJson() {}

  /** The arguments that a model wrote; nothing at all means none. */
  static ObjectNode arguments(String written) throws BadArgumentsException {
    if (written.length() > LONGEST_ARGUMENTS) {
      throw new BadArgumentsException(
          "the arguments are longer than " + LONGEST_ARGUMENTS + " characters");
    }
    return object(written.isBlank() ? "{}" : written);
  }

  /** An object of JSON, with nothing after it. */
  static ObjectNode object(String json) throws BadArgumentsException {
    try {
      JsonNode read = MAPPER.readTree(json);
      if (read instanceof ObjectNode object) {
        return object;
      }
      throw new BadArgumentsException("the arguments are no JSON object");
    } catch (JsonProcessingException e) {
      throw new BadArgumentsException("the arguments are no JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * What a tool gave, as the model reads it; cut with a word if it is too long.
   *
   * @throws IllegalArgumentException if it cannot be written as JSON
   */
  static String result(@Nullable Object given) {
    if (given == null) {
      return "{\"done\":true}";
    }
    String whole = given instanceof CharSequence text ? text.toString() : write(given);
    if (whole.length() <= LONGEST_RESULT) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(LONGEST_RESULT - 1)) ? 1 : 0;
    return whole.substring(0, LONGEST_RESULT - end)
        + "... (cut: the result has "
        + whole.length()
        + " characters, these are the first "
        + LONGEST_RESULT
        + ")";
  }

  /** Tells the model that it did not work. */
  static String error(String message) {
    return result(ClientMessages.object().put("error", message).toString());
  }

  /**
   * Writes a value, times and dates in ISO 8601.
   *
   * @throws IllegalArgumentException if it cannot be written
   */
  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
