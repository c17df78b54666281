package io.callrouter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.callrouter.codec.G711;
import io.callrouter.provider.twilio.TwilioOptions;
import io.callrouter.provider.twilio.TwilioProvider;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Twilio's media messages, one frame of 20 ms each, beside the plain way: Jackson's streaming
 * parser in, {@link Base64} and a concatenation out. With {@code -prof gc} also the bytes allocated
 * per frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TwilioWireBenchmark {
  private static final String ACCOUNT = "AC" + "0".repeat(32);
  private static final String STREAM = "MZ" + "0".repeat(32);
  private static final String START =
      """
      {"event":"start","sequenceNumber":"1","streamSid":"%2$s","start":{"streamSid":"%2$s",\
      "accountSid":"%1$s","callSid":"CA%3$s","tracks":["inbound"],"mediaFormat":{"encoding":\
      "audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}}}"""
          .formatted(ACCOUNT, STREAM, "0".repeat(32));
  private static final String MEDIA =
      """
      {"event":"media","sequenceNumber":"1234","media":{"track":"inbound","chunk":"1233",\
      "timestamp":"24660","payload":"%s"},"streamSid":"%s"}""";

  private final byte[] frame = frame();
  private final String message = MEDIA.formatted(Base64.getEncoder().encodeToString(frame), STREAM);
  private final JsonFactory json = new JsonFactory();
  private final LastAudio heard = new LastAudio();
  private final MediaWire wire = startedWire(heard);

  private static byte[] frame() {
    byte[] codes = new byte[160];
    G711.PCMU.encode(Signals.speechLike(codes.length), 0, codes.length, codes, 0);
    return codes;
  }

  private static MediaWire startedWire(MediaEvents events) {
    TwilioOptions options =
        TwilioOptions.builder()
            .accountSid(ACCOUNT)
            .authTokens(List.of("0".repeat(32)))
            .publicUrl("https://voice.example.com")
            .build();
    MediaWire wire = TwilioProvider.of("twilio", options).openWire();
    LastAudio.requireTaken(wire.read(START, events));
    return wire;
  }

  /** A media message from Twilio to 160 bytes of PCMU. */
  @Benchmark
  public byte @Nullable [] read() {
    LastAudio.requireTaken(wire.read(message, heard));
    return heard.audio();
  }

  /** The same message by Jackson's streaming parser. */
  @Benchmark
  public byte @Nullable [] readByJackson() throws IOException {
    byte[] audio = null;
    try (JsonParser parser = json.createParser(message)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("payload")) {
          parser.nextToken();
          audio = parser.getBinaryValue();
        }
      }
    }
    return audio;
  }

  /** 160 bytes of PCMU to a media message for Twilio. */
  @Benchmark
  public String write() {
    return wire.audio(frame, 0, frame.length);
  }

  /** The same by {@link Base64} and a concatenation. */
  @Benchmark
  public String writeByConcatenation() {
    return "{\"event\":\"media\",\"streamSid\":\""
        + STREAM
        + "\",\"media\":{\"payload\":\""
        + new String(Base64.getEncoder().encode(frame), StandardCharsets.ISO_8859_1)
        + "\"}}";
  }
}
