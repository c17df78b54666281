package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kit finds what is broken: for every contract there is a provider that fails it, and what else
 * fails with it stands in a table, with the reason.
 */
class BrokenProvidersTest {
  private static final Map<String, FailureTable.Row> TABLE = FailureTable.read();

  static List<Breakage> breakages() {
    List<Breakage> all = new ArrayList<>();
    all.addAll(BrokenWebhooks.all());
    all.addAll(BrokenMedia.all());
    all.addAll(BrokenActions.all());
    all.addAll(BrokenCommands.all());
    return all;
  }

  @ParameterizedTest
  @MethodSource("breakages")
  void whatStandsInTheTableFails(Breakage broken) {
    FailureTable.Row row = TABLE.get(broken.name());
    assertNotNull(row, () -> "no row for a provider that " + broken.name());
    ContractRun run = ContractRun.of(broken::contract, row.all()::contains);
    assertEquals(row.all(), run.failed().keySet());
  }

  /** Every contract on every broken provider: minutes, so only when it is asked for. */
  @ParameterizedTest
  @MethodSource("breakages")
  @EnabledIfSystemProperty(named = "callrouter.kit.table", matches = "all")
  void nothingElseFails(Breakage broken) {
    FailureTable.Row row = TABLE.get(broken.name());
    ContractRun run = ContractRun.of(broken::contract, name -> true);
    assertEquals(row == null ? Set.of() : row.all(), run.failed().keySet(), broken::name);
  }

  @Test
  void everyContractIsAimedAtByABrokenProvider() {
    Set<String> aimed = new TreeSet<>();
    TABLE.values().forEach(row -> aimed.addAll(row.aimed()));
    Set<String> all = new TreeSet<>();
    ContractRun.methods().stream().map(Method::getName).forEach(all::add);
    assertEquals(all, aimed);
  }

  @Test
  void everyRowTellsOfABrokenProviderAndWhyMoreThanItsAimFails() {
    Set<String> names = new TreeSet<>();
    breakages().forEach(broken -> assertTrue(names.add(broken.name()), broken::name));
    assertEquals(names, new TreeSet<>(TABLE.keySet()));
    TABLE.forEach(
        (name, row) ->
            assertEquals(row.others().isEmpty(), row.reason().isEmpty(), () -> name + ": reason"));
  }
}
