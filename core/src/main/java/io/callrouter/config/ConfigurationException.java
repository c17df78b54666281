package io.callrouter.config;

import io.callrouter.call.CallRouterException;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The configuration has faults; the message names every one of them.
 *
 * @since 0.1
 */
public final class ConfigurationException extends CallRouterException {
  private static final long serialVersionUID = 1L;
  private final String[] faults;

  /** Made from all faults found, one sentence each; one found several times is told once. */
  public ConfigurationException(List<String> faults) {
    super("configuration: " + String.join("; ", new LinkedHashSet<>(faults)));
    this.faults = new LinkedHashSet<>(faults).toArray(String[]::new);
  }

  /** The faults, one sentence each, beginning with the setting's name where it has one. */
  public List<String> faults() {
    return List.of(faults);
  }
}
