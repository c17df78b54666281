package io.callrouter.benchmarks;

import io.callrouter.media.AudioFormat;
import io.callrouter.provider.telnyx.TelnyxOptions;
import io.callrouter.provider.telnyx.TelnyxProvider;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.time.Timekeeper;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Telnyx's media messages, one frame of 20 ms each. With {@code -prof gc} also the bytes allocated
 * per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TelnyxWireBenchmark {
  /** What comes and what is sent; {@code BE} where the samples of L16 are big-endian. */
  @Param({"PCMU", "L16/16000", "L16/16000 BE"})
  public String codec = "";

  private final LastAudio heard = new LastAudio();
  private final Timekeeper timekeeper = Timekeeper.system();
  private @Nullable TelnyxProvider provider;
  private @Nullable MediaWire wire;
  private byte[] frame = {};
  private String message = "";

  /** Begins a stream. */
  @Setup
  public void begin() {
    TelnyxOptions options =
        TelnyxOptions.builder()
            .apiKey("KEY0123456789")
            .connectionId("1700000000000000001")
            .publicUrl("https://voice.example.com")
            .insecureWebhooks(true)
            .codec(codec.split(" ", 2)[0])
            .l16ByteOrder(codec.endsWith("BE") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .build();
    AudioFormat format = options.codec();
    TelnyxProvider made =
        TelnyxProvider.of("telnyx", options, new ProviderContext(timekeeper, null));
    provider = made;
    MediaWire begun = made.openWire();
    LastAudio.requireTaken(begun.read(TelnyxMessages.start("v3:0", format), heard));
    wire = begun;
    frame = TelnyxMessages.frame(format);
    message = TelnyxMessages.media(1233, frame);
  }

  /** Gives back threads and connections. */
  @TearDown
  public void close() {
    if (provider != null) {
      provider.close();
    }
    timekeeper.close();
  }

  /** A media message from Telnyx to 20 ms of audio. */
  @Benchmark
  public byte @Nullable [] read() {
    if (wire != null) {
      LastAudio.requireTaken(wire.read(message, heard));
    }
    return heard.audio();
  }

  /** 20 ms of audio to a media message for Telnyx. */
  @Benchmark
  public @Nullable String write() {
    return wire == null ? null : wire.audio(frame, 0, frame.length);
  }
}
