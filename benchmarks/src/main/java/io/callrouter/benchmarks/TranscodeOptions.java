package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Transcode} is asked for.
 *
 * @param inRate sampling rate of the input in Hz
 * @param outRate sampling rate of the output in Hz
 * @param channels 1, or 2 for interleaved stereo in
 * @param blockMs length of the blocks that are converted one after the other, in ms
 * @param decode the law of the input; null for linear samples
 * @param encode the law of the output; null for linear samples
 */
record TranscodeOptions(
    int inRate,
    int outRate,
    int channels,
    int blockMs,
    @Nullable G711 decode,
    @Nullable G711 encode) {
  static final String USAGE =
      """
      Transcode [--in-rate HZ] [--out-rate HZ] [--channels 1|2] [--block-ms MS]
        [--decode pcmu|pcma] [--encode pcmu|pcma] < raw input > raw output
        rates: 8000 (the default), 12000, 16000, 24000, 32000, 44100 or 48000; blocks: 20 ms by default""";

  private static final int LONGEST_BLOCK_MS = 60_000;

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is none, saying why
   */
  static TranscodeOptions parse(List<String> words) {
    TranscodeOptions options = new TranscodeOptions(8000, 8000, 1, 20, null, null);
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value");
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    return options;
  }

  private TranscodeOptions with(String name, String value) {
    return switch (name) {
      case "--in-rate" ->
          new TranscodeOptions(number(name, value), outRate, channels, blockMs, decode, encode);
      case "--out-rate" ->
          new TranscodeOptions(inRate, number(name, value), channels, blockMs, decode, encode);
      case "--channels" ->
          new TranscodeOptions(inRate, outRate, number(name, value), blockMs, decode, encode);
      case "--block-ms" ->
          new TranscodeOptions(inRate, outRate, channels, block(name, value), decode, encode);
      case "--decode" ->
          new TranscodeOptions(inRate, outRate, channels, blockMs, law(name, value), encode);
      case "--encode" ->
          new TranscodeOptions(inRate, outRate, channels, blockMs, decode, law(name, value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " " + value + ": it takes a whole number", e);
    }
  }

  private static int block(String name, String value) {
    int ms = number(name, value);
    if (ms < 1 || ms > LONGEST_BLOCK_MS) {
      throw new IllegalArgumentException(
          name + " " + value + ": it takes 1 to " + LONGEST_BLOCK_MS + " ms");
    }
    return ms;
  }

  private static G711 law(String name, String value) {
    return switch (value) {
      case "pcmu" -> G711.PCMU;
      case "pcma" -> G711.PCMA;
      default -> throw new IllegalArgumentException(name + " " + value + ": it takes pcmu or pcma");
    };
  }

  /** Bytes of a sample of one channel of the input. */
  int inBytes() {
    return decode == null ? Pcm16.BYTES : 1;
  }

  /** Samples of a block, of all channels. */
  int blockSamples() {
    return (int) ((long) inRate * blockMs / 1000) * channels;
  }

  /** Whether each sample that goes in comes out as it is. */
  boolean isSameSamples() {
    return inRate == outRate && channels == 1;
  }
}
