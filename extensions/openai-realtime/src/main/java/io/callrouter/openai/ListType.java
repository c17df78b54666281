package io.callrouter.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Several values of one type, in order. */
record ListType(ArgumentType element) implements ArgumentType {
  @Override
  public ObjectNode schema() {
    ObjectNode schema = ClientMessages.object().put("type", "array");
    schema.set("items", element.schema());
    return schema;
  }

  @Override
  public Object read(JsonNode given, String path) throws BadArgumentsException {
    if (!given.isArray()) {
      throw ArgumentType.refuse(path, "a list", given);
    }
    List<Object> read = new ArrayList<>();
    for (JsonNode each : given) {
      read.add(element.read(each, path + "[" + read.size() + "]"));
    }
    return List.copyOf(read);
  }
}
