package io.callrouter.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;

/**
 * A Java type that a tool takes: how the model is told of it, and how what it gives is read. Both
 * stand side by side, so that the model is asked for nothing that is refused afterwards.
 */
interface ArgumentType {
  /** A JSON schema of it; a new one each time. */
  ObjectNode schema();

  /**
   * Reads a value.
   *
   * @param path where it stands, for messages
   */
  Object read(JsonNode given, String path) throws BadArgumentsException;

  /**
   * The argument type of a Java type.
   *
   * @param within the records that this one is part of, none of which it may be
   * @throws IllegalArgumentException if there is none
   */
  static ArgumentType of(Type type, Set<Class<?>> within) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      return new ListType(of(generic.getActualTypeArguments()[0], within));
    }
    ScalarType<?> scalar = ScalarType.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type instanceof Class<?> plain && plain.isEnum()) {
      return EnumType.of(plain);
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return RecordType.of(plain, within);
    }
    throw new IllegalArgumentException(
        type.getTypeName()
            + " cannot be an argument of a tool; records, lists, enums, text, numbers, booleans,"
            + " dates and times can");
  }

  /** Says what was needed in the place of what is there. */
  static BadArgumentsException refuse(String path, String needed, JsonNode given) {
    String shown = given.toString();
    String cut = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    return new BadArgumentsException(path + ": " + needed + " is needed, not " + cut);
  }
}
