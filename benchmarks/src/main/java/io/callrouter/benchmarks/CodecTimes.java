package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import io.callrouter.codec.Resampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The codec's times in the form of the C program beside it, {@code peers.c}: a line "name
 * nanoseconds" for each conversion, the median of the rounds in CPU time of the thread for a block
 * of 20 ms. With {@code --signal} it writes the input of both to standard output instead.
 */
public final class CodecTimes {
  private static final int WIDE = 960;
  private static final int NARROW = 160;
  private static final int BLOCKS = 50;
  private static final int WARM_UP_BLOCKS = 60_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int rounds;
  private final short[] wide = Signals.speechLike(WIDE * BLOCKS);
  private final short[] out = new short[WIDE];
  private final short[] narrowOut = new short[NARROW];
  private final byte[] codes = new byte[NARROW];
  private final byte[] linear = new byte[WIDE * Pcm16.BYTES];
  private final byte[] text = new byte[216];
  private final byte[] textOut = new byte[216];

  private CodecTimes(int rounds) {
    this.rounds = rounds;
  }

  /** Measures for as many rounds as the argument says. */
  public static void main(String[] words) throws IOException {
    CodecTimes times = new CodecTimes(words.length == 0 ? 5 : parse(words[0]));
    if (times.rounds == 0) {
      byte[] signal = new byte[times.wide.length * Pcm16.BYTES];
      Pcm16.encode(times.wide, 0, times.wide.length, signal, 0);
      System.out.write(signal);
      System.out.flush();
    } else {
      times.measure();
    }
  }

  private static int parse(String word) {
    return word.equals("--signal") ? 0 : Math.max(1, Integer.parseInt(word));
  }

  private void measure() throws IOException {
    Resampler down = Resampler.of(48_000, 8000);
    Resampler up = Resampler.of(8000, 48_000);
    measure("resampler-48-8", 2000, block -> down.process(wide, block * WIDE, WIDE, out, 0));
    measure("resampler-8-48", 2000, block -> up.process(wide, block * NARROW, NARROW, out, 0));
    measure("encode", 200_000, block -> G711.PCMU.encode(wide, block * NARROW, NARROW, codes, 0));
    measure("decode", 200_000, block -> G711.PCMU.decode(codes, 0, NARROW, out, 0));
    Pcm16.encode(wide, 0, NARROW, linear, 0);
    JdkConverter encoder = JdkConverter.encoder(G711.PCMU, Arrays.copyOf(linear, 2 * NARROW));
    JdkConverter decoder = JdkConverter.decoder(G711.PCMU, codes.clone());
    byte[] narrowLinear = new byte[NARROW * Pcm16.BYTES];
    measure("encode-bytes", 200_000, block -> encodeBytes(narrowLinear));
    measure("encode-bytes-jdk", 50_000, block -> read(encoder, codes));
    measure("decode-bytes", 200_000, block -> decodeBytes(narrowLinear));
    measure("decode-bytes-jdk", 50_000, block -> read(decoder, narrowLinear));
    Base64.getEncoder().encode(codes, text);
    Pcm16.encode(wide, 0, WIDE, linear, 0);
    Resampler frameDown = Resampler.of(48_000, 8000);
    Resampler frameUp = Resampler.of(8000, 48_000);
    measure("frame-up", 2000, block -> frameUp(frameUp));
    measure("frame-down", 2000, block -> frameDown(frameDown, block));
  }

  private void encodeBytes(byte[] from) {
    Pcm16.decode(from, 0, from.length, narrowOut, 0);
    G711.PCMU.encode(narrowOut, 0, NARROW, codes, 0);
  }

  private void decodeBytes(byte[] to) {
    G711.PCMU.decode(codes, 0, NARROW, narrowOut, 0);
    Pcm16.encode(narrowOut, 0, NARROW, to, 0);
  }

  private static void read(JdkConverter converter, byte[] into) {
    try {
      converter.read(into);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Base64 of PCMU to samples at 48 kHz. */
  private void frameUp(Resampler resampler) {
    Base64.getDecoder().decode(text, codes);
    G711.PCMU.decode(codes, 0, NARROW, narrowOut, 0);
    resampler.process(narrowOut, 0, NARROW, out, 0);
  }

  /** Samples at 48 kHz to base64 of PCMU. */
  private void frameDown(Resampler resampler, int block) {
    resampler.process(wide, block * WIDE, WIDE, narrowOut, 0);
    G711.PCMU.encode(narrowOut, 0, NARROW, codes, 0);
    Base64.getEncoder().encode(codes, textOut);
  }

  private void measure(String name, int blocks, IntConsumer work) {
    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
      work.accept(i % BLOCKS);
    }
    double[] times = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long begin = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < blocks; i++) {
        work.accept(i % BLOCKS);
      }
      times[round] = (double) (THREADS.getCurrentThreadCpuTime() - begin) / blocks;
    }
    Arrays.sort(times);
    System.out.println(String.format(Locale.ROOT, "%s %.1f", name, times[rounds / 2]));
  }
}
