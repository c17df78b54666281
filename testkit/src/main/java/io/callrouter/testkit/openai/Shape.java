package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a value must look like for the service to take it. */
@FunctionalInterface
interface Shape {
  /** Anything at all. */
  Shape ANY = (value, path) -> {};

  /** True or false. */
  Shape FLAG = (value, path) -> expect(value.isBoolean(), path, "a boolean");

  /** A text of any length. */
  Shape TEXT = (value, path) -> expect(value.isTextual(), path, "a string");

  /** An object with any fields. */
  Shape MAP = (value, path) -> expect(value.isObject(), path, "an object");

  /**
   * Looks at a value.
   *
   * @param path where it stands, as an error names it
   */
  void check(JsonNode value, String path) throws Refusal;

  /** Or null. */
  default Shape orNull() {
    return (value, path) -> {
      if (!value.isNull()) {
        check(value, path);
      }
    };
  }

  /** One of two kinds of value: a text, or what another shape says. */
  static Shape textOr(Shape text, Shape other) {
    return (value, path) -> (value.isTextual() ? text : other).check(value, path);
  }

  static Shape text(int longest) {
    return (value, path) -> {
      TEXT.check(value, path);
      int length = value.textValue().length();
      if (length > longest) {
        throw Refusal.of(
            "string_above_max_length",
            "Invalid '"
                + path
                + "': string too long. Expected a string with maximum length "
                + longest
                + ", but got a string with length "
                + length
                + " instead.",
            path);
      }
    };
  }

  static Shape oneOf(String... values) {
    Set<String> known = new LinkedHashSet<>(List.of(values));
    String named = known.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
    return (value, path) -> {
      TEXT.check(value, path);
      if (!known.contains(value.textValue())) {
        throw Refusal.invalid(
            path,
            "Invalid value: '" + value.textValue() + "'. Supported values are: " + named + ".");
      }
    };
  }

  static Shape number(double least, double most) {
    return (value, path) -> {
      expect(value.isNumber(), path, "a number");
      range(value.doubleValue(), least, most, path, value.asText());
    };
  }

  static Shape integer(int least, int most) {
    return (value, path) -> {
      expect(value.isIntegralNumber(), path, "an integer");
      range(value.doubleValue(), least, most, path, value.asText());
    };
  }

  static Shape list(Shape each) {
    return (value, path) -> {
      expect(value.isArray(), path, "an array");
      for (int i = 0; i < value.size(); i++) {
        each.check(value.get(i), path + "[" + i + "]");
      }
    };
  }

  /** An object with these fields and no other. */
  static Fields object() {
    return new Fields(Map.of(), Set.of());
  }

  private static void range(double value, double least, double most, String path, String shown)
      throws Refusal {
    if (value < least) {
      throw Refusal.of(
          "decimal_below_min_value",
          "Invalid '" + path + "': " + shown + " is below the minimum of " + least + ".",
          path);
    }
    if (value > most) {
      throw Refusal.of(
          "decimal_above_max_value",
          "Invalid '" + path + "': " + shown + " is above the maximum of " + most + ".",
          path);
    }
  }

  private static void expect(boolean kept, String path, String wanted) throws Refusal {
    if (!kept) {
      throw Refusal.wrongType(path, wanted);
    }
  }

  /**
   * The fields of an object.
   *
   * @param known by name
   * @param required names of those that must be there
   */
  record Fields(Map<String, Shape> known, Set<String> required) implements Shape {
    /** With a field that may be absent. */
    Fields with(String name, Shape shape) {
      Map<String, Shape> more = new LinkedHashMap<>(known);
      more.put(name, shape);
      return new Fields(more, required);
    }

    /** With a field that must be there. */
    Fields needs(String name, Shape shape) {
      Set<String> more = new LinkedHashSet<>(required);
      more.add(name);
      return new Fields(with(name, shape).known, more);
    }

    @Override
    public void check(JsonNode value, String path) throws Refusal {
      expect(value.isObject(), path, "an object");
      String prefix = path.isEmpty() ? "" : path + ".";
      for (String name : required) {
        if (!value.has(name)) {
          throw Refusal.missing(prefix + name);
        }
      }
      for (var field : value.properties()) {
        Shape shape = known.get(field.getKey());
        if (shape == null) {
          throw Refusal.unknown(prefix + field.getKey());
        }
        shape.check(field.getValue(), prefix + field.getKey());
      }
    }
  }
}
