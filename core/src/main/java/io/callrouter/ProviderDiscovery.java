package io.callrouter;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds provider types by ServiceLoader and makes the instances that have settings. A broken jar
 * costs one warning; a type without any setting is passed over with one line.
 */
final class ProviderDiscovery {
  private static final Logger log = LoggerFactory.getLogger(ProviderDiscovery.class);

  private ProviderDiscovery() {}

  static List<CallProvider> discover(Settings settings, ProviderContext context) {
    List<CallProvider> found = new ArrayList<>();
    Iterator<ProviderType> types = ServiceLoader.load(ProviderType.class).iterator();
    ProviderType type = next(types);
    while (type != null) {
      found.addAll(usable(type, settings, context));
      type = next(types);
    }
    return found;
  }

  private static @Nullable ProviderType next(Iterator<ProviderType> types) {
    while (true) {
      try {
        return types.hasNext() ? types.next() : null;
      } catch (ServiceConfigurationError e) {
        log.warn("a provider type could not be loaded and is passed over: {}", e.toString());
      }
    }
  }

  private static List<CallProvider> usable(
      ProviderType type, Settings settings, ProviderContext context) {
    try {
      if (type.spiLevel() == ProviderType.SPI_LEVEL) {
        return instances(type, settings, context);
      }
      log.warn(
          "provider type {} is built for SPI level {}, this router has {}: not used",
          type.name(),
          type.spiLevel(),
          ProviderType.SPI_LEVEL);
    } catch (RuntimeException | LinkageError e) {
      log.warn("provider type {} is broken and is passed over", type.getClass().getName(), e);
    }
    return List.of();
  }

  private static List<CallProvider> instances(
      ProviderType type, Settings settings, ProviderContext context) {
    List<CallProvider> instances = new ArrayList<>();
    Set<String> prefixes = settings.prefixesOf(type.settingsBeginning());
    for (String prefix : prefixes) {
      String id =
          prefix.isEmpty()
              ? type.name()
              : prefix.substring(0, prefix.length() - 1).toLowerCase(Locale.ROOT);
      type.create(id, settings.prefixed(prefix), context).ifPresent(instances::add);
    }
    if (instances.isEmpty()) {
      log.info(
          "provider type {} is not used: {}",
          type.name(),
          prefixes.isEmpty() ? "it has no settings" : "it is switched off or has faults");
    }
    return instances;
  }
}
