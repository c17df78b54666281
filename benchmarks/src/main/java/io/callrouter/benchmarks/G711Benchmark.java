package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * G.711 of one frame of 20 ms and of 1 MiB of linear samples, beside the JDK's own converter and
 * libjitsi.
 *
 * <p>Both convert bytes to bytes, so the methods to compare with them do that too; {@link #encode}
 * and {@link #decode} are the same without the step from samples to bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class G711Benchmark {
  /** The law. */
  @Param public G711 law = G711.PCMU;

  /** A frame of 20 ms, and 1 MiB of 16-bit samples. */
  @Param({"160", "524288"})
  public int samples;

  private short[] pcm = {};
  private byte[] linear = {};
  private byte[] codes = {};
  private byte[] transcoded = {};
  private JdkConverter jdkEncoder = JdkConverter.none();
  private JdkConverter jdkDecoder = JdkConverter.none();
  private LibjitsiG711 libjitsiEncoder = LibjitsiG711.encoder(law);
  private LibjitsiG711 libjitsiDecoder = LibjitsiG711.decoder(law);

  /** Makes the input and opens the JDK's streams, which is not measured. */
  @Setup
  public void prepare() {
    pcm = Signals.speechLike(samples);
    linear = new byte[samples * Pcm16.BYTES];
    codes = new byte[samples];
    transcoded = new byte[samples];
    Pcm16.encode(pcm, 0, samples, linear, 0);
    law.encode(pcm, 0, samples, codes, 0);
    jdkEncoder = JdkConverter.encoder(law, linear.clone());
    jdkDecoder = JdkConverter.decoder(law, codes.clone());
    libjitsiEncoder = LibjitsiG711.encoder(law);
    libjitsiDecoder = LibjitsiG711.decoder(law);
  }

  /** Samples to G.711. */
  @Benchmark
  public byte[] encode() {
    law.encode(pcm, 0, samples, codes, 0);
    return codes;
  }

  /** Little-endian bytes to G.711, as the JDK does it. */
  @Benchmark
  public byte[] encodeBytes() {
    Pcm16.decode(linear, 0, linear.length, pcm, 0);
    law.encode(pcm, 0, samples, codes, 0);
    return codes;
  }

  /** The JDK's converter, little-endian bytes to G.711. */
  @Benchmark
  public byte[] encodeBytesByJdk() throws IOException {
    jdkEncoder.read(codes);
    return codes;
  }

  /** libjitsi, little-endian bytes to G.711. */
  @Benchmark
  public byte[] encodeBytesByLibjitsi() {
    libjitsiEncoder.convert(linear, codes);
    return codes;
  }

  /** G.711 to samples. */
  @Benchmark
  public short[] decode() {
    law.decode(codes, 0, samples, pcm, 0);
    return pcm;
  }

  /** G.711 to little-endian bytes, as the JDK does it. */
  @Benchmark
  public byte[] decodeBytes() {
    law.decode(codes, 0, samples, pcm, 0);
    Pcm16.encode(pcm, 0, samples, linear, 0);
    return linear;
  }

  /** The JDK's converter, G.711 to little-endian bytes. */
  @Benchmark
  public byte[] decodeBytesByJdk() throws IOException {
    jdkDecoder.read(linear);
    return linear;
  }

  /** libjitsi, G.711 to little-endian bytes; PCMA by FMJ beneath it. */
  @Benchmark
  public byte[] decodeBytesByLibjitsi() {
    libjitsiDecoder.convert(codes, linear);
    return linear;
  }

  /** One law to the other by table. */
  @Benchmark
  public byte[] transcode() {
    law.transcode(codes, 0, samples, transcoded, 0);
    return transcoded;
  }
}
