package io.callrouter;

import io.callrouter.call.Capability;
import io.callrouter.spi.CallProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers of this node, by their ids. */
final class Carriers {
  private final Map<String, CallProvider> providers = new LinkedHashMap<>();

  Carriers(List<CallProvider> all) {
    all.forEach(provider -> providers.put(provider.id(), provider));
  }

  /** The provider of that id; null if this node has none. */
  @Nullable CallProvider find(String id) {
    return providers.get(id);
  }

  /** What calls of that provider can do at best. */
  Set<Capability> capabilities(String id) {
    CallProvider provider = providers.get(id);
    return provider == null ? Set.of() : provider.capabilities();
  }
}
