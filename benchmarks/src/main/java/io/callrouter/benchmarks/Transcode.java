package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import io.callrouter.codec.Resampler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The codec as a filter from standard input to standard output, so that any measuring program can
 * judge it: raw 16-bit little-endian samples, or G.711 of one byte a sample where a law is given.
 *
 * <p>As many samples come out as the rates make of those that went in, so the filter's delay is at
 * the beginning and what it still holds at the end is not pushed out. Between the two laws at equal
 * rates it goes by the tables of the Recommendation, without linear samples in between.
 */
public final class Transcode {
  private final TranscodeOptions options;
  private final Resampler resampler;
  private final byte[] read;
  private final short[] samples;
  private final short[] converted;
  private final byte[] written;

  Transcode(TranscodeOptions options) {
    this.options = options;
    this.resampler = Resampler.of(options.inRate(), options.outRate(), options.channels());
    int block = options.blockSamples();
    read = new byte[block * options.inBytes()];
    samples = new short[block];
    converted = new short[resampler.maxOutput(block)];
    written = new byte[Math.max(block, converted.length) * Pcm16.BYTES];
  }

  /** Converts standard input; exits with 2 if the options or the input are not right. */
  public static void main(String[] words) throws IOException {
    try {
      new Transcode(TranscodeOptions.parse(List.of(words))).run(System.in, System.out);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(TranscodeOptions.USAGE);
      System.exit(2);
    }
  }

  /**
   * Converts a stream to its end.
   *
   * @throws IllegalArgumentException if the input ends within a sample
   */
  void run(InputStream in, OutputStream out) throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    int whole = options.inBytes() * options.channels();
    int bytes = in.readNBytes(read, 0, read.length);
    while (bytes > 0) {
      buffered.write(written, 0, convert(bytes - bytes % whole));
      if (bytes % whole != 0) {
        buffered.flush();
        throw new IllegalArgumentException(
            "the input ends with %d bytes, where a whole sample has %d"
                .formatted(bytes % whole, whole));
      }
      bytes = in.readNBytes(read, 0, read.length);
    }
    buffered.flush();
  }

  private int convert(int bytes) {
    if (bytes == 0) {
      return 0;
    }
    G711 from = options.decode();
    G711 to = options.encode();
    if (from != null && to != null && options.isSameSamples()) {
      return copyOrTranscode(from, to, bytes);
    }
    int count =
        from == null
            ? Pcm16.decode(read, 0, bytes, samples, 0)
            : from.decode(read, 0, bytes, samples, 0);
    int outputs = resampler.process(samples, 0, count, converted, 0);
    if (outputs == 0) {
      return 0;
    }
    return to == null
        ? Pcm16.encode(converted, 0, outputs, written, 0)
        : to.encode(converted, 0, outputs, written, 0);
  }

  private int copyOrTranscode(G711 from, G711 to, int bytes) {
    if (from != to) {
      return from.transcode(read, 0, bytes, written, 0);
    }
    System.arraycopy(read, 0, written, 0, bytes);
    return bytes;
  }
}
