package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Capability;
import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README's table of capabilities is what the provider types say that they can do at best. That
 * a call can do no more is a contract of the conformance kit.
 */
class CapabilityTableTest {
  private static final String BEGIN = "<!-- capabilities, as CapabilityTableTest makes them -->\n";
  private static final String END = "<!-- /capabilities -->";

  @Test
  void theTableIsWhatTheProviderTypesSay() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    assertTrue(begin >= 0 && end > begin, "the README has no table of capabilities");
    assertEquals(table(), readme.substring(begin + BEGIN.length(), end), "replace it by this one");
  }

  private static String table() {
    Map<String, Set<Capability>> atBest = atBest();
    StringBuilder table = new StringBuilder("| at best |");
    atBest.keySet().forEach(type -> table.append(" `").append(type).append("` |"));
    table.append("\n| --- |").append(" --- |".repeat(atBest.size())).append('\n');
    for (String name : names(atBest)) {
      table.append("| `").append(name).append("` |");
      atBest
          .values()
          .forEach(can -> table.append(can.contains(new Capability(name)) ? " yes |" : " no |"));
      table.append('\n');
    }
    return table.toString();
  }

  /** Those that core names, and those that only a provider knows. */
  private static Set<String> names(Map<String, Set<Capability>> atBest) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(Capability.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .forEach(field -> names.add(valueOf(field)));
    atBest.values().stream().flatMap(Set::stream).map(Capability::name).forEach(names::add);
    return names;
  }

  private static String valueOf(Field field) {
    try {
      return ((Capability) field.get(null)).name();
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Set<Capability>> atBest() {
    Map<String, Set<Capability>> atBest = new TreeMap<>();
    try (ManualTimekeeper time = Timekeeper.manual()) {
      Map<String, SimulatedCarrier> carriers =
          Stream.of(SimulatedTwilio.create(time), SimulatedTelnyx.create(time))
              .collect(Collectors.toMap(SimulatedCarrier::type, carrier -> carrier));
      for (ProviderType type : ServiceLoader.load(ProviderType.class)) {
        SimulatedCarrier carrier = carriers.get(type.name());
        assertTrue(carrier != null, () -> "no simulated carrier for " + type.name());
        ProviderContext context = new ProviderContext(time, carrier.http());
        try (CallProvider provider =
            type.create(type.name(), Settings.of(carrier.settings()), context).orElseThrow()) {
          atBest.put(type.name(), provider.capabilities());
        }
      }
    }
    return atBest;
  }
}
