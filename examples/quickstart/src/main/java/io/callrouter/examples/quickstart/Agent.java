package io.callrouter.examples.quickstart;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who answers the calls; the name in lower case is that of the router's endpoint. */
enum Agent {
  /** A voice menu. */
  MENU,
  /** Lets the caller hear himself, nothing else. */
  ECHO;

  String endpoint() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Agent> of(String name) {
    return Arrays.stream(values()).filter(agent -> agent.endpoint().equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(Agent::endpoint).collect(Collectors.joining("|"));
  }
}
