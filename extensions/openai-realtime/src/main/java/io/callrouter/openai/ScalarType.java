package io.callrouter.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param jsonType the type in a JSON schema
 * @param keyword what the schema says beside the type, by name and value; null for nothing
 * @param needed what it is, in words for the model
 * @param fits whether a value can be read
 * @param reader reads one that fits; throws {@link IllegalArgumentException} or {@link
 *     DateTimeException} if it cannot
 */
record ScalarType<T>(
    String jsonType,
    Map.@Nullable Entry<String, String> keyword,
    String needed,
    Predicate<JsonNode> fits,
    Function<JsonNode, T> reader)
    implements ArgumentType {
  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";
  private static final String TIME = "\\d{2}:\\d{2}(:\\d{2})?";
  private static final Map<Class<?>, ScalarType<?>> ALL = all();

  /** The one of a Java type, or null. */
  static @Nullable ScalarType<?> of(Type type) {
    return type instanceof Class<?> plain ? ALL.get(plain) : null;
  }

  private static Map<Class<?>, ScalarType<?>> all() {
    Map<Class<?>, ScalarType<?>> all = new HashMap<>();
    all.put(String.class, text("a text", null, Function.identity()));
    var whole =
        plain("integer", "a whole number of 32 bits", ScalarType::isInt, JsonNode::intValue);
    all.put(int.class, whole);
    all.put(Integer.class, whole);
    var big =
        plain("integer", "a whole number of 64 bits", ScalarType::isLong, JsonNode::longValue);
    all.put(long.class, big);
    all.put(Long.class, big);
    var real = plain("number", "a number", ScalarType::isFinite, JsonNode::doubleValue);
    all.put(double.class, real);
    all.put(Double.class, real);
    all.put(
        BigDecimal.class,
        plain("number", "a number", ScalarType::isFinite, JsonNode::decimalValue));
    var flag = plain("boolean", "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    all.put(boolean.class, flag);
    all.put(Boolean.class, flag);
    all.put(LocalDate.class, format("date", "a date such as 2026-03-01", LocalDate::parse));
    all.put(
        OffsetDateTime.class,
        format("date-time", "a time such as 2026-03-01T18:30:00+01:00", OffsetDateTime::parse));
    all.put(
        Instant.class, format("date-time", "a time such as 2026-03-01T17:30:00Z", Instant::parse));
    all.put(Duration.class, format("duration", "a duration such as PT90M", Duration::parse));
    all.put(UUID.class, format("uuid", "a UUID", UUID::fromString));
    all.put(URI.class, format("uri", "a URI", URI::create));
    // The formats of RFC 3339 with a time of day have a zone, which these have not.
    all.put(LocalTime.class, pattern(TIME, "a time of day such as 18:30", LocalTime::parse));
    all.put(
        LocalDateTime.class,
        pattern(
            DATE + "T" + TIME,
            "a date and time of day such as 2026-03-01T18:30",
            LocalDateTime::parse));
    return Map.copyOf(all);
  }

  private static <T> ScalarType<T> plain(
      String jsonType, String needed, Predicate<JsonNode> fits, Function<JsonNode, T> reader) {
    return new ScalarType<>(jsonType, null, needed, fits, reader);
  }

  private static <T> ScalarType<T> format(String name, String needed, Function<String, T> parser) {
    return text(needed, Map.entry("format", name), parser);
  }

  private static <T> ScalarType<T> pattern(
      String pattern, String needed, Function<String, T> parser) {
    return text(needed, Map.entry("pattern", "^" + pattern + "$"), parser);
  }

  private static <T> ScalarType<T> text(
      String needed, Map.@Nullable Entry<String, String> keyword, Function<String, T> parser) {
    return new ScalarType<>(
        "string", keyword, needed, JsonNode::isTextual, given -> parser.apply(given.textValue()));
  }

  /** 3.0 too is an integer, by JSON Schema and by what models write. */
  private static boolean isInt(JsonNode given) {
    return given.isNumber() && given.canConvertToExactIntegral() && given.canConvertToInt();
  }

  private static boolean isLong(JsonNode given) {
    return given.isNumber() && given.canConvertToExactIntegral() && given.canConvertToLong();
  }

  /** 1e999 is a number to JSON. */
  private static boolean isFinite(JsonNode given) {
    return given.isNumber() && Double.isFinite(given.doubleValue());
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = ClientMessages.object().put("type", jsonType);
    if (keyword != null) {
      schema.put(keyword.getKey(), keyword.getValue());
    }
    return schema;
  }

  @Override
  public Object read(JsonNode given, String path) throws BadArgumentsException {
    if (fits.test(given)) {
      try {
        return reader.apply(given);
      } catch (IllegalArgumentException | DateTimeException e) {
        // Refused below, in words that say what is needed.
      }
    }
    throw ArgumentType.refuse(path, needed, given);
  }
}
