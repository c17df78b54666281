package io.callrouter.spi;

import io.callrouter.config.Settings;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of provider, such as {@code twilio}; found by ServiceLoader, makes instances from
 * settings.
 *
 * <p>Has a public constructor without arguments that does no I/O.
 *
 * @since 0.1
 */
public interface ProviderType {
  /** The level of this SPI; a type built for another one is refused by both numbers. */
  int SPI_LEVEL = 1;

  /** The type's name, lower case, such as {@code twilio}. */
  String name();

  /** The level of the SPI this type was built for: return {@code 1}, not the constant. */
  int spiLevel();

  /**
   * How the names of this type's settings begin: by default its name in capital letters and an
   * underscore, such as {@code TWILIO_}. A second instance named {@code sales} reads the same names
   * with {@code SALES_} before them.
   */
  default String settingsBeginning() {
    return name().toUpperCase(Locale.ROOT).replace('-', '_') + "_";
  }

  /**
   * Makes an instance from the settings. Faults are noted there, never thrown.
   *
   * @param instance the instance's id: the type's name, or the name that prefixes its settings
   * @param settings a view of this instance's settings
   * @param context what the router gives it
   * @return the instance; empty if it is switched off, or there are faults
   */
  Optional<CallProvider> create(String instance, Settings settings, ProviderContext context);
}
