package io.callrouter.benchmarks;

import java.lang.invoke.MethodHandle;

/** The resampler inside libjitsi: that of SILK before it became a part of Opus. */
final class LibjitsiResampler {
  private static final String PACKAGE = "org.jitsi.impl.neomedia.codec.audio.silk.";
  private static final Class<?> STATE =
      HiddenCode.type(PACKAGE + "SKP_Silk_resampler_state_struct");
  private static final Class<?> RESAMPLER = HiddenCode.type(PACKAGE + "Resampler");
  private static final MethodHandle INIT =
      HiddenCode.find(RESAMPLER, "SKP_Silk_resampler_init", STATE, int.class, int.class);
  private static final MethodHandle PROCESS =
      HiddenCode.find(
          RESAMPLER,
          "SKP_Silk_resampler",
          STATE,
          short[].class,
          int.class,
          short[].class,
          int.class,
          int.class);

  private final Object state = HiddenCode.create(STATE);

  LibjitsiResampler(int fromHz, int toHz) {
    int error;
    try {
      error = (int) INIT.invokeExact(state, fromHz, toHz);
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
