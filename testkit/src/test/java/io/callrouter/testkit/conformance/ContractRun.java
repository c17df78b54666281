package io.callrouter.testkit.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * Some contracts, each on an object of its own as JUnit does it.
 *
 * @param failed those that failed, with the reason
 * @param skipped those that need what the carrier lacks
 */
record ContractRun(TreeMap<String, Throwable> failed, Set<String> skipped) {
  static ContractRun of(Supplier<ProviderContract> contract, Predicate<String> which) {
    ContractRun run = new ContractRun(new TreeMap<>(), new TreeSet<>());
    methods().stream()
        .filter(method -> which.test(method.getName()))
        .forEach(method -> run.hold(method, contract.get()));
    return run;
  }

  static List<Method> methods() {
    return Arrays.stream(ProviderContract.class.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  private void hold(Method method, ProviderContract contract) {
    try {
      method.setAccessible(true);
      method.invoke(contract);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof TestAbortedException) {
        skipped.add(method.getName());
      } else {
        failed.put(method.getName(), e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
