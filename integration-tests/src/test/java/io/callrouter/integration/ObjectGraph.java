package io.callrouter.integration;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All that can be reached from some objects by fields, static ones included: of our own classes how
 * many objects there are, of every collection, map, array and future how much is in it or waits for
 * it. Of the JDK's classes only those are looked into.
 */
final class ObjectGraph {
  private static final String OURS = "io.callrouter.";

  /** One text is some letters longer than another of its kind. */
  private static final int COARSELY = 1024;

  private static final List<Class<?>> LEAVES =
      List.of(String.class, Boolean.class, Class.class, Thread.class);

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Class<?>> classes = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Found> open = new ArrayDeque<>();
  private final Map<String, Integer> sizes = new TreeMap<>();

  /** An object, and the field in which it is or that it is somewhere in. */
  private record Found(Object object, String where) {}

  private final List<String> beyond;

  private ObjectGraph(List<String> beyond) {
    this.beyond = beyond;
  }

  /**
   * Counts by class, and sizes by the field that holds it.
   *
   * @param beyond packages whose objects are not looked into
   */
  static Map<String, Integer> sizes(List<String> beyond, Object... roots) {
    ObjectGraph graph = new ObjectGraph(beyond);
    Arrays.stream(roots).forEach(root -> graph.found(root, "root"));
    while (!graph.open.isEmpty()) {
      graph.look(graph.open.remove());
    }
    return graph.sizes;
  }

  private void found(Object object, String where) {
    if (object != null && !isLeaf(object) && seen.add(object)) {
      open.add(new Found(object, where));
    }
  }

  private boolean isLeaf(Object object) {
    String type = object.getClass().getName();
    return LEAVES.stream().anyMatch(leaf -> leaf.isInstance(object))
        || beyond.stream().anyMatch(type::startsWith);
  }

  private void look(Found found) {
    Object object = found.object();
    String where = found.where();
    Class<?> type = object.getClass();
    if (isOurs(type)) {
      count("objects " + nameOf(type), 1);
      statics(type);
      fields(object, type);
    } else if (object instanceof Map<?, ?> map) {
      count("entries " + where, map.size());
      map.forEach(
          (key, value) -> {
            found(key, where);
            found(value, where);
          });
    } else if (object instanceof Collection<?> collection) {
      count("elements " + where, collection.size());
      collection.forEach(element -> found(element, where));
    } else if (type.isArray()) {
      count("arrays " + where, 1);
      count("array elements " + where, Array.getLength(object) / COARSELY * COARSELY);
      if (object instanceof Object[] array) {
        Arrays.stream(array).forEach(element -> found(element, where));
      }
    } else if (object instanceof CompletableFuture<?> future) {
      count("waiting for " + where, future.getNumberOfDependents());
      found(future.isDone() && !future.isCompletedExceptionally() ? future.join() : null, where);
    } else if (object instanceof AtomicReference<?> reference) {
      found(reference.get(), where);
    }
  }

  private void fields(Object object, Class<?> type) {
    for (Class<?> part = type; part != null && isOurs(part); part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          read(field, object);
        }
      }
    }
  }

  private void statics(Class<?> type) {
    if (classes.add(type)) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          read(field, null);
        }
      }
    }
  }

  private void read(Field field, Object object) {
    if (field.getType().isPrimitive()) {
      return;
    }
    try {
      field.setAccessible(true);
      found(field.get(object), nameOf(field.getDeclaringClass()) + "." + field.getName());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private void count(String what, int number) {
    sizes.merge(what, number, Integer::sum);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(OURS);
  }

  /** Lambdas of a class have numbers that differ. */
  private static String nameOf(Class<?> type) {
    return type.getName().substring(OURS.length()).replaceAll("\\$\\$Lambda.*", " lambda");
  }
}
