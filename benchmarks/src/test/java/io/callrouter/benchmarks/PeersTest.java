package io.callrouter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That the peers really convert, since a benchmark does not look at what comes out. */
class PeersTest {
  private static final int BLOCKS = 50;
  private static final int TONE_HZ = 1000;
  private static final double AMPLITUDE = 8000;

  @ParameterizedTest
  @CsvSource({"8000, 48000", "48000, 8000"})
  void aToneComesOutOfConcentus(int fromHz, int toHz) throws IOException {
    ConcentusResampler peer = new ConcentusResampler(fromHz, toHz);
    assertTone(toHz, out -> process(peer::process, fromHz, out));
  }

  @ParameterizedTest
  @CsvSource({"8000, 48000", "48000, 8000"})
  void aToneComesOutOfLibjitsi(int fromHz, int toHz) throws IOException {
    LibjitsiResampler peer = new LibjitsiResampler(fromHz, toHz);
    assertTone(toHz, out -> process(peer::process, fromHz, out));
  }

  @ParameterizedTest
  @CsvSource({"8000, 48000", "48000, 8000"})
  void aToneComesOutOfTarsos(int fromHz, int toHz) throws IOException {
    TarsosResampler peer = new TarsosResampler(fromHz, toHz);
    float[] tone = TarsosResampler.floats(tone(fromHz));
    float[] converted = new float[2 * toHz / 50];
    assertTone(
        toHz,
        out -> {
          int count = peer.process(tone, converted);
          for (int i = 0; i < count; i++) {
            out[i] = (short) Math.round(converted[i] * 32_768);
          }
          return count;
        });
  }

  @ParameterizedTest
  @CsvSource({"8000, 48000", "48000, 8000"})
  void aToneComesOutOfTheJdk(int fromHz, int toHz) throws IOException {
    JdkConverter peer = JdkConverter.resampler(fromHz, toHz, bytes(tone(fromHz)));
    byte[] converted = new byte[toHz / 50 * Pcm16.BYTES];
    assertTone(
        toHz,
        out -> {
          peer.read(converted);
          return Pcm16.decode(converted, 0, converted.length, out, 0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatLibjitsiEncodesIsHeard(G711 law) {
    short[] pcm = Signals.speechLike(4000);
    byte[] codes = new byte[pcm.length];
    LibjitsiG711.encoder(law).convert(bytes(pcm), codes);
    short[] heard = new short[pcm.length];
    law.decode(codes, 0, codes.length, heard, 0);
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < pcm.length; i++) {
      signal += (double) pcm[i] * pcm[i];
      noise += Math.pow(heard[i] - pcm[i], 2);
    }
    assertTrue(signal / noise > 1000, "less than 30 dB");
  }

  @ParameterizedTest
  @EnumSource
  void libjitsiDecodesEachCodeAsWeDo(G711 law) {
    byte[] codes = new byte[256];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) i;
    }
    short[] expected = new short[codes.length];
    law.decode(codes, 0, codes.length, expected, 0);
    byte[] linear = new byte[codes.length * Pcm16.BYTES];
    LibjitsiG711.decoder(law).convert(codes, linear);
    assertArrayEquals(bytes(expected), linear);
  }

  private static int process(Blocks peer, int fromHz, short[] out) {
    short[] tone = tone(fromHz);
    peer.process(tone, tone.length, out);
    return out.length / 2;
  }

  private static void assertTone(int rateHz, Source source) throws IOException {
    short[] out = new short[2 * rateHz / 50];
    double energy = 0;
    double cosine = 0;
    double sine = 0;
    int at = 0;
    int measured = 0;
    for (int block = 0; block < BLOCKS; block++) {
      int count = source.next(out);
      for (int i = 0; i < count; i++, at++) {
        if (block >= BLOCKS / 2) {
          double phase = 2 * Math.PI * TONE_HZ * at / rateHz;
          energy += (double) out[i] * out[i];
          cosine += out[i] * Math.cos(phase);
          sine += out[i] * Math.sin(phase);
          measured++;
        }
      }
    }
    double amplitude = 2 * Math.hypot(cosine, sine) / measured;
    int expected = BLOCKS * (rateHz / 50);
    assertTrue(Math.abs(at - expected) <= rateHz / 50, at + " samples");
    assertEquals(AMPLITUDE, amplitude, 0.1 * AMPLITUDE, "amplitude");
    assertEquals(1, measured * amplitude * amplitude / 2 / energy, 0.01, "share of the tone");
  }

  /** 20 ms, which are whole periods, so that block follows block without a step. */
  private static short[] tone(int rateHz) {
    short[] pcm = new short[rateHz / 50];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * TONE_HZ * i / rateHz));
    }
    return pcm;
  }

  private static byte[] bytes(short[] pcm) {
    byte[] bytes = new byte[pcm.length * Pcm16.BYTES];
    Pcm16.encode(pcm, 0, pcm.length, bytes, 0);
    return bytes;
  }

  @FunctionalInterface
  private interface Source {
    /** Gives the number of samples. */
    int next(short[] out) throws IOException;
  }

  @FunctionalInterface
  private interface Blocks {
    void process(short[] in, int samples, short[] out);
  }
}
