package io.callrouter.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

/**
 * Code of another library that is not public there. It is called by method handles, which the
 * compiler inlines like any call.
 */
final class HiddenCode {
  private HiddenCode() {}

  static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw changed(e);
    }
  }

  static Object create(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw changed(e);
    }
  }

  /** A static method that returns an int and whose first parameter is passed as an Object. */
  static MethodHandle find(Class<?> owner, String name, Class<?>... parameters) {
    try {
      MethodHandle found =
          MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
              .findStatic(owner, name, MethodType.methodType(int.class, parameters));
      return found.asType(found.type().changeParameterType(0, Object.class));
    } catch (ReflectiveOperationException e) {
      throw changed(e);
    }
  }

  private static LinkageError changed(ReflectiveOperationException e) {
    return new LinkageError("the library is not as it was", e);
  }
}
