package io.callrouter.benchmarks;

import java.lang.invoke.MethodHandle;

/** The resampler inside Concentus, the port of Opus to Java: SILK's. */
final class ConcentusResampler {
  private static final String PACKAGE = "io.github.jaredmdobson.concentus.";
  private static final Class<?> STATE = HiddenCode.type(PACKAGE + "SilkResamplerState");
  private static final Class<?> RESAMPLER = HiddenCode.type(PACKAGE + "Resampler");
  private static final MethodHandle INIT =
      HiddenCode.find(RESAMPLER, "silk_resampler_init", STATE, int.class, int.class, int.class);
  private static final MethodHandle PROCESS =
      HiddenCode.find(
          RESAMPLER,
          "silk_resampler",
          STATE,
          short[].class,
          int.class,
          short[].class,
          int.class,
          int.class);

  private final Object state = HiddenCode.create(STATE);

  ConcentusResampler(int fromHz, int toHz) {
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
}
