package io.callrouter.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record: an object with its components as fields, and no others.
 *
 * @param constructor the canonical one
 * @param fields by name, in the order of the components
 */
record RecordType(Constructor<?> constructor, Map<String, Field> fields) implements ArgumentType {
  /**
   * One component.
   *
   * @param required whether the model must give it
   * @param wrapped whether it is an {@link Optional}
   */
  record Field(ArgumentType type, @Nullable String description, boolean required, boolean wrapped) {
    static Field of(RecordComponent component, Set<Class<?>> within) {
      Type type = component.getGenericType();
      boolean wrapped =
          type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
      Type inner = wrapped ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
      Describe described = component.getAnnotation(Describe.class);
      return new Field(
          ArgumentType.of(inner, within),
          described == null ? null : described.value(),
          !wrapped && !isNullable(component),
          wrapped);
    }

    private static boolean isNullable(RecordComponent component) {
      return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private ObjectNode schema() {
      ObjectNode schema = type.schema();
      return description == null ? schema : schema.put("description", description);
    }

    private @Nullable Object read(@Nullable JsonNode given, String path)
        throws BadArgumentsException {
      if (given == null || (given.isNull() && !required)) {
        if (required) {
          throw new BadArgumentsException(path + " is missing");
        }
        return wrapped ? Optional.empty() : null;
      }
      Object read = type.read(given, path);
      return wrapped ? Optional.of(read) : read;
    }
  }

  /** The type of the arguments of a tool. */
  static RecordType of(Class<?> type) {
    return of(type, Set.of());
  }

  static RecordType of(Class<?> type, Set<Class<?>> within) {
    if (within.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " contains itself");
    }
    Set<Class<?>> deeper = new HashSet<>(within);
    deeper.add(type);
    Map<String, Field> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        fields.put(component.getName(), Field.of(component, deeper));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            type.getSimpleName() + "." + component.getName() + ": " + e.getMessage(), e);
      }
    }
    return new RecordType(constructorOf(type), fields);
  }

  private static Constructor<?> constructorOf(Class<?> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(parameters);
      canonical.setAccessible(true);
      return canonical;
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be made from here; its package must be open to CallRouter", e);
    }
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = ClientMessages.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    fields.forEach(
        (name, field) -> {
          properties.set(name, field.schema());
          if (field.required) {
            required.add(name);
          }
        });
    return schema.put("additionalProperties", false);
  }

  @Override
  public Object read(JsonNode given, String path) throws BadArgumentsException {
    if (!given.isObject()) {
      throw ArgumentType.refuse(path.isEmpty() ? "the arguments" : path, "an object", given);
    }
    for (Map.Entry<String, JsonNode> each : given.properties()) {
      if (!fields.containsKey(each.getKey())) {
        throw new BadArgumentsException(at(path, each.getKey()) + " is not known");
      }
    }
    Object[] values = new Object[fields.size()];
    int next = 0;
    for (Map.Entry<String, Field> each : fields.entrySet()) {
      String name = each.getKey();
      values[next++] = each.getValue().read(given.get(name), at(path, name));
    }
    return made(values, path);
  }

  private Object made(Object[] values, String path) throws BadArgumentsException {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      String where = path.isEmpty() ? "the arguments" : path;
      throw new BadArgumentsException(where + ": " + e.getTargetException().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
