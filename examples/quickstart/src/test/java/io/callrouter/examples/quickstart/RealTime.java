package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what comes in its own time and tells nobody. */
final class RealTime {
  private static final int LOOKS = 1500;
  private static final int LOOK_MS = 20;

  private RealTime() {}

  static void until(Callable<Boolean> condition) throws Exception {
    until(condition, () -> "");
  }

  /**
   * Waits, and says what is so instead if it does not come.
   *
   * @param instead asked when it has not come in time
   */
  static void until(Callable<Boolean> condition, Supplier<String> instead) throws Exception {
    boolean holds = condition.call();
    for (int i = 0; i < LOOKS && !holds; i++) {
      new CompletableFuture<>().completeOnTimeout(null, LOOK_MS, TimeUnit.MILLISECONDS).join();
      holds = condition.call();
    }
    assertTrue(holds, () -> "not within " + LOOKS * LOOK_MS / 1000 + " s " + instead.get());
  }
}
