package io.callrouter.examples.quickstart;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who answers the calls; the name in lower case is that of the router's endpoint. */
enum Agent {
  /** A voice menu. */
  MENU(
      "+14155550100",
      "A voice menu: 1 lets you hear yourself until you press a key, 2 tells about itself, 9 says"
          + " goodbye."),
  /** Lets the caller hear himself, nothing else. */
  ECHO("+14155550101", "An echo: you hear what you say, and nothing else.");

  private final String number;
  private final String explains;

  Agent(String number, String explains) {
    this.number = number;
    this.explains = explains;
  }

  /** Where simulated callers reach it. */
  String number() {
    return number;
  }

  /** One sentence for whoever chooses. */
  String explains() {
    return explains;
  }

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
