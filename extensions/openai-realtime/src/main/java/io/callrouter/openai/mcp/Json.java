package io.callrouter.openai.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as JSON; what a newer protocol adds to them is passed over. */
final class Json {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
          .build();

  /** For the SDK. */
  static final McpJsonMapper MESSAGES = new JacksonMcpJsonMapper(MAPPER);

  private Json() {}

  static String write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /**
   * Reads what the model gave.
   *
   * @throws IllegalArgumentException if it is no object
   */
  static Map<String, Object> readObject(String json) {
    try {
      Map<String, Object> object = json.isBlank() ? Map.of() : MAPPER.readValue(json, OBJECT);
      return object == null ? Map.of() : object;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the arguments are no JSON object");
    }
  }
}
