package io.callrouter.examples.quickstart;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose carrier the calls come from; the name in lower case is that of the router's type. */
enum Provider {
  TWILIO,
  TELNYX;

  /** What the names of its settings begin with. */
  String settingsBeginning() {
    return name() + "_";
  }

  static Optional<Provider> of(String name) {
    return Arrays.stream(values()).filter(it -> it.option().equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(Provider::option).collect(Collectors.joining("|"));
  }

  private String option() {
    return name().toLowerCase(Locale.ROOT);
  }
}
