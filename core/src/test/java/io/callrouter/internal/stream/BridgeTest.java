package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BridgeTest {
  /** The usual test tone: one of 1000 Hz would meet the same few steps of G.711 again and again. */
  private static final int TONE_HZ = 1020;

  private static final double AMPLITUDE = 8000;

  @Test
  void equalFormatsPassThroughAsTheyAre() {
    Bridge bridge = Bridge.between(AudioFormat.PCMU, AudioFormat.PCMU, AudioFormat.PCMU);
    byte[] audio = new byte[400];
    AudioFrame heard = bridge.toEndpoint().convert(audio, 80, 160, 320);

    assertSame(audio, heard.array());
    assertEquals(80, heard.offset());
    assertEquals(160, heard.length());
    assertEquals(320, heard.timestampSamples());
  }

  static Stream<AudioFormat[]> pairs() {
    AudioFormat[] carriers = {AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.l16(16000)};
    AudioFormat[] endpoints = {
      AudioFormat.PCMU,
      AudioFormat.PCMA,
      AudioFormat.l16(8000),
      AudioFormat.l16(16000),
      AudioFormat.l16(24000),
      AudioFormat.l16(48000)
    };
    return Stream.of(carriers)
        .flatMap(c -> Stream.of(endpoints).map(e -> new AudioFormat[] {c, e}));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aToneSurvivesBothWays(AudioFormat carrier, AudioFormat endpoint) {
    assertToneSurvives(carrier, endpoint, carrier, 0.02);
  }

  static Stream<AudioFormat[]> triples() {
    return pairs()
        .flatMap(
            pair ->
                Stream.of(AudioFormat.PCMU, AudioFormat.PCMA, AudioFormat.l16(8000))
                    .filter(outbound -> !outbound.equals(pair[0]))
                    .map(outbound -> new AudioFormat[] {pair[0], pair[1], outbound}));
  }

  @ParameterizedTest
  @MethodSource("triples")
  void aToneSurvivesWhereTheCarrierTakesAnotherFormatThanItSends(
      AudioFormat carrier, AudioFormat endpoint, AudioFormat outbound) {
    // Two laws of G.711 one after the other round the same samples twice.
    assertToneSurvives(carrier, endpoint, outbound, 0.03);
  }

  private static void assertToneSurvives(
      AudioFormat carrier, AudioFormat endpoint, AudioFormat outbound, double tolerance) {
    try (StreamFixture call = new StreamFixture(carrier, outbound)) {
      // Echoes in its own format, so that a tone goes through both directions.
      call.connect(new ConvertedEcho(endpoint));
      int frames = 100;
      byte[] said = tone(carrier, 20 * frames);
      for (int i = 0; i < frames; i++) {
        call.stream.audio(
            Track.INBOUND,
            MediaEvents.IN_ORDER,
            said,
            i * carrier.bytesPerFrame(),
            carrier.bytesPerFrame(),
            20L * i);
        call.advanceMs(20);
      }
      call.advanceMs(500);

      byte[] heard = call.carrier.heard();
      assertEquals(outbound.bytesOf(20 * frames), heard.length);
      short[] samples = decode(outbound, heard);
      int settled = outbound.sampleRateHz() / 10;
      double[] fit = fit(samples, settled, outbound.sampleRateHz());
      assertEquals(AMPLITUDE, fit[0], AMPLITUDE * tolerance);
      double signalToNoiseDb = 20 * Math.log10(fit[0] / Math.sqrt(2) / fit[1]);
      assertTrue(signalToNoiseDb > 30, () -> signalToNoiseDb + " dB");
    }
  }

  @Test
  void oddChunksOfTheEndpointMakeWholeSamples() {
    try (StreamFixture call = new StreamFixture()) {
      FakeEndpoint endpoint = new FakeEndpoint();
      endpoint.format = Optional.of(AudioFormat.l16(24000));
      call.connect(endpoint);
      byte[] audio = tone(AudioFormat.l16(24000), 1000);
      PlayItem item = endpoint.context.item("a");
      for (int at = 0; at < audio.length; ) {
        int length = Math.min(audio.length - at, 1 + at % 777);
        assertTrue(item.send(audio, at, length));
        at += length;
      }
      item.end();
      call.advanceMs(1200);

      short[] samples = decode(AudioFormat.PCMU, call.carrier.heard());
      assertEquals(8000, samples.length);
      assertEquals(AMPLITUDE, fit(samples, 800, 8000)[0], AMPLITUDE * 0.02);
    }
  }

  private static final class ConvertedEcho implements AudioEndpoint {
    private final AudioFormat format;
    private PlayItem item;

    ConvertedEcho(AudioFormat format) {
      this.format = format;
    }

    @Override
    public AudioFormat format(AudioFormat carrierFormat) {
      return format;
    }

    @Override
    public void onStart(EndpointContext context) {
      item = context.item("echo");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      assertEquals(format, frame.format());
      assertEquals(format.bytesPerFrame(), frame.length());
      assertEquals(0, frame.timestampSamples() % (format.sampleRateHz() / 50));
      assertTrue(item.send(frame.array(), frame.offset(), frame.length()));
    }
  }

  private static byte[] tone(AudioFormat format, int ms) {
    short[] samples = new short[format.sampleRateHz() / 1000 * ms];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (short)
              Math.rint(AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * i / format.sampleRateHz()));
    }
    byte[] audio = new byte[format.bytesOf(ms)];
    format.encoding().encode(samples, 0, samples.length, audio, 0);
    return audio;
  }

  private static short[] decode(AudioFormat format, byte[] audio) {
    short[] samples = new short[audio.length / format.bytesPerSample()];
    format.encoding().decode(audio, 0, audio.length, samples, 0);
    return samples;
  }

  /** The amplitude of a tone by least squares, and the RMS of what is left without it. */
  private static double[] fit(short[] samples, int from, int rateHz) {
    double sine = 0;
    double cosine = 0;
    int count = (samples.length - from) / (rateHz / 10) * (rateHz / 10);
    for (int i = 0; i < count; i++) {
      double phase = 2 * Math.PI * TONE_HZ * i / rateHz;
      sine += samples[from + i] * Math.sin(phase);
      cosine += samples[from + i] * Math.cos(phase);
    }
    sine *= 2.0 / count;
    cosine *= 2.0 / count;
    double rest = 0;
    for (int i = 0; i < count; i++) {
      double phase = 2 * Math.PI * TONE_HZ * i / rateHz;
      double left = samples[from + i] - sine * Math.sin(phase) - cosine * Math.cos(phase);
      rest += left * left;
    }
    return new double[] {Math.hypot(sine, cosine), Math.sqrt(rest / count)};
  }
}
