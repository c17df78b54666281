package io.callrouter.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One of some constants, by their names in Java.
 *
 * @param constants by name, in the order of declaration
 */
record EnumType(Map<String, Object> constants) implements ArgumentType {
  static EnumType of(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return new EnumType(constants);
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = ClientMessages.object().put("type", "string");
    ArrayNode names = schema.putArray("enum");
    constants.keySet().forEach(names::add);
    return schema;
  }

  @Override
  public Object read(JsonNode given, String path) throws BadArgumentsException {
    Object constant = given.isTextual() ? constants.get(given.textValue()) : null;
    if (constant == null) {
      throw ArgumentType.refuse(path, "one of " + String.join(", ", constants.keySet()), given);
    }
    return constant;
  }
}
