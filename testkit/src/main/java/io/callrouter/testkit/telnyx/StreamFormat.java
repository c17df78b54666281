package io.callrouter.testkit.telnyx;

/**
 * The format of the audio of one direction of a stream.
 *
 * @param encoding the carrier's name of the codec
 */
record StreamFormat(String encoding, int sampleRateHz) {
  static final String PCMU = "PCMU";
  static final String PCMA = "PCMA";
  static final String L16 = "L16";
  private static final int TELEPHONE_HZ = 8000;
  private static final int SHORTEST_MS = 20;
  private static final int LONGEST_MS = 30_000;

  /**
   * A format.
   *
   * @param field the field that asks for it
   * @throws ApiRefusal if it is not simulated
   */
  static StreamFormat of(String field, String encoding, int sampleRateHz) throws ApiRefusal {
    boolean simulated =
        switch (encoding) {
          case PCMU, PCMA -> sampleRateHz == TELEPHONE_HZ;
          case L16 -> sampleRateHz != 22_050;
          default -> false;
        };
    if (!simulated) {
      String format = encoding + " at " + sampleRateHz + " Hz";
      throw new ApiRefusal(ApiError.badValue(field, format + " is not simulated."));
    }
    return new StreamFormat(encoding, sampleRateHz);
  }

  /** How many bytes the shortest message has that is played. */
  int leastBytes() {
    return bytes(SHORTEST_MS);
  }

  /** How many bytes the longest message has that is taken. */
  int mostBytes() {
    return bytes(LONGEST_MS);
  }

  int bytesPerSample() {
    return encoding.equals(L16) ? 2 : 1;
  }

  private int bytes(int millis) {
    return sampleRateHz / 1000 * bytesPerSample() * millis;
  }
}
