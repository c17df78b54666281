package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the value of one field of a command must be. */
@FunctionalInterface
interface FieldRule {
  /** What is wrong with the value, or null if nothing is. */
  @Nullable ApiError fault(String field, JsonNode value);

  /** Text of at most so many characters. */
  static FieldRule text(int atMost) {
    return (field, value) -> {
      if (!value.isTextual()) {
        return ApiError.badValue(field, "It must be text.");
      }
      return value.textValue().length() > atMost
          ? ApiError.outOfRange(field, "at most " + atMost + " characters long")
          : null;
    };
  }

  /** Text that a pattern must match as a whole. */
  static FieldRule matching(String pattern, String description) {
    Pattern compiled = Pattern.compile(pattern);
    return (field, value) ->
        value.isTextual() && compiled.matcher(value.textValue()).matches()
            ? null
            : ApiError.badValue(field, "It must be " + description + ".");
  }

  /** One of these words, upper and lower case told apart. */
  static FieldRule oneOf(String... words) {
    List<String> allowed = List.of(words);
    return (field, value) ->
        value.isTextual() && allowed.contains(value.textValue())
            ? null
            : ApiError.notInEnumeration(field, String.join(", ", allowed));
  }

  /** One of these whole numbers. */
  static FieldRule oneOf(Integer... numbers) {
    List<Integer> allowed = List.of(numbers);
    return (field, value) ->
        value.isInt() && allowed.contains(value.intValue())
            ? null
            : ApiError.notInEnumeration(field, allowed.toString());
  }

  /** A whole number in a range, its ends included. */
  static FieldRule whole(int from, int to) {
    return (field, value) -> {
      if (!value.isIntegralNumber()) {
        return ApiError.badValue(field, "It must be a whole number.");
      }
      boolean inRange =
          value.canConvertToInt() && value.intValue() >= from && value.intValue() <= to;
      return inRange ? null : ApiError.outOfRange(field, "from " + from + " to " + to);
    };
  }

  /** True or false. */
  static FieldRule flag() {
    return (field, value) ->
        value.isBoolean() ? null : ApiError.badValue(field, "It must be true or false.");
  }

  /** How often something is repeated: {@code infinity}, or a number from 1 to 100. */
  static FieldRule loop() {
    FieldRule count = whole(1, 100);
    return (field, value) ->
        value.isTextual() && value.textValue().equals("infinity")
            ? null
            : count.fault(field, value);
  }

  /** Base64, as states are. */
  static FieldRule base64() {
    return (field, value) -> {
      try {
        if (value.isTextual()) {
          Base64.getDecoder().decode(value.textValue());
          return null;
        }
      } catch (IllegalArgumentException e) {
        // Told like any other value that is none.
      }
      return ApiError.badValue(field, "It must be base64.");
    };
  }

  /** A phone number in E.164, or a SIP URI. */
  static FieldRule address() {
    Pattern address = Pattern.compile("\\+[1-9][0-9]{1,14}|sips?:[^@\\s]+(@[^@\\s]+)?");
    return (field, value) ->
        value.isTextual() && address.matcher(value.textValue()).matches()
            ? null
            : ApiError.notE164(field);
  }

  /** An absolute address of one of these schemes. */
  static FieldRule url(String... schemes) {
    List<String> allowed = List.of(schemes);
    return (field, value) -> {
      try {
        URI url = URI.create(value.asText());
        if (value.isTextual() && url.getHost() != null && allowed.contains(url.getScheme())) {
          return null;
        }
      } catch (IllegalArgumentException e) {
        // Told like any other address that is none.
      }
      return ApiError.badValue(field, "It must be an address with " + allowed + ".");
    };
  }

  /** A list of objects with a name and a value, both text. */
  static FieldRule nameValues() {
    return (field, value) -> {
      boolean sound = value.isArray();
      for (JsonNode entry : value) {
        sound &= entry.path("name").isTextual() && entry.path("value").isTextual();
      }
      return sound ? null : ApiError.badValue(field, "It must be a list of names and values.");
    };
  }

  /** An object whose values are delays in ms: at most 5, 60000 together. */
  static FieldRule retryPolicies() {
    return (field, value) -> {
      boolean sound = value.isObject();
      for (JsonNode policy : value) {
        sound &= isSchedule(policy.path("retries_ms"));
      }
      return sound
          ? null
          : ApiError.badValue(field, "retries_ms holds at most 5 delays, 60000 ms together.");
    };
  }

  private static boolean isSchedule(JsonNode delays) {
    long sum = 0;
    for (JsonNode delay : delays) {
      if (!delay.isIntegralNumber() || delay.longValue() < 0) {
        return false;
      }
      sum += delay.longValue();
    }
    return delays.isArray() && delays.size() <= 5 && sum <= 60_000;
  }
}
