package io.callrouter.provider.telnyx;

/** The seed of the random tests: {@code -Dcallrouter.seed=…} gives another than the usual one. */
final class Seed {
  static final long VALUE = Long.getLong("callrouter.seed", 20261121L);

  private Seed() {}

  /** What a failed assertion says of it. */
  static String named(int round) {
    return "-Dcallrouter.seed=" + VALUE + ", round " + round;
  }
}
