package io.callrouter.benchmarks;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

/**
 * The resampler inside Concentus, the port of Opus to Java: SILK's. It is not public there, so it
 * is called by method handles, which the compiler inlines like any call.
 */
final class ConcentusResampler {
  private static final String PACKAGE = "io.github.jaredmdobson.concentus.";
  private static final Class<?> STATE = type("SilkResamplerState");
  private static final MethodHandle INIT =
      find("silk_resampler_init", STATE, int.class, int.class, int.class)
          .asType(MethodType.methodType(int.class, Object.class, int.class, int.class, int.class));
  private static final MethodHandle PROCESS =
      find("silk_resampler", STATE, short[].class, int.class, short[].class, int.class, int.class)
          .asType(
              MethodType.methodType(
                  int.class,
                  Object.class,
                  short[].class,
                  int.class,
                  short[].class,
                  int.class,
                  int.class));

  private final Object state;

  ConcentusResampler(int fromHz, int toHz) {
    try {
      Constructor<?> constructor = STATE.getDeclaredConstructor();
      constructor.setAccessible(true);
      state = constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Concentus is not as it was", e);
    }
    int error;
    try {
      error = (int) INIT.invokeExact(state, fromHz, toHz, fromHz > toHz ? 1 : 0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (error != 0) {
      throw new IllegalArgumentException(fromHz + " to " + toHz + " Hz: error " + error);
    }
  }

  void process(short[] in, int samples, short[] out) {
    try {
      int ignored = (int) PROCESS.invokeExact(state, out, 0, in, 0, samples);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(PACKAGE + name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("Concentus is not as it was", e);
    }
  }

  private static MethodHandle find(String name, Class<?>... parameters) {
    Class<?> resampler = type("Resampler");
    try {
      return MethodHandles.privateLookupIn(resampler, MethodHandles.lookup())
          .findStatic(resampler, name, MethodType.methodType(int.class, parameters));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Concentus is not as it was", e);
    }
  }
}
