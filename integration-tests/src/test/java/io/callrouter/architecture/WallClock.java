package io.callrouter.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.util.Set;

/** The JDK's own ways to the machine's time, none of which a test can turn. */
final class WallClock {
  private static final Set<String> METHODS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep");

  private WallClock() {}

  static boolean isReadBy(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && (METHODS.contains(target.getOwner().getName() + "." + target.getName())
            || isJavaTimeNow(target)
            || isSystemClock(target));
  }

  private static boolean isJavaTimeNow(CodeUnitAccessTarget target) {
    return target.getOwner().getPackageName().startsWith("java.time")
        && target.getName().equals("now")
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static boolean isSystemClock(CodeUnitAccessTarget target) {
    return target.getOwner().isEquivalentTo(Clock.class)
        && (target.getName().startsWith("system") || target.getName().startsWith("tick"));
  }
}
