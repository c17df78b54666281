package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** The converter behind {@link AudioSystem}, fed without end from one block of audio. */
final class JdkConverter {
  private static final int RATE_HZ = 8000;

  private final InputStream converted;

  private JdkConverter(InputStream converted) {
    this.converted = converted;
  }

  /** One that converts nothing, until there is another. */
  static JdkConverter none() {
    return new JdkConverter(InputStream.nullInputStream());
  }

  static JdkConverter encoder(G711 law, byte[] linear) {
    return between(linear(), companded(law), linear);
  }

  static JdkConverter decoder(G711 law, byte[] codes) {
    return between(companded(law), linear(), codes);
  }

  static JdkConverter resampler(int fromHz, int toHz, byte[] linear) {
    return between(linear(fromHz), linear(toHz), linear);
  }

  private static JdkConverter between(AudioFormat from, AudioFormat to, byte[] block) {
    AudioInputStream source =
        new AudioInputStream(new Repeated(block), from, AudioSystem.NOT_SPECIFIED);
    return new JdkConverter(AudioSystem.getAudioInputStream(to, source));
  }

  private static AudioFormat linear() {
    return linear(RATE_HZ);
  }

  private static AudioFormat linear(int rateHz) {
    return new AudioFormat(rateHz, 16, 1, true, false);
  }

  private static AudioFormat companded(G711 law) {
    AudioFormat.Encoding encoding =
        law == G711.PCMU ? AudioFormat.Encoding.ULAW : AudioFormat.Encoding.ALAW;
    return new AudioFormat(encoding, RATE_HZ, 8, 1, 1, RATE_HZ, false);
  }

  /** Fills the array with what comes next. */
  void read(byte[] into) throws IOException {
    int read = converted.readNBytes(into, 0, into.length);
    if (read != into.length) {
      throw new IOException("the converter gave " + read + " of " + into.length + " bytes");
    }
  }

  /** A block of bytes again and again. */
  private static final class Repeated extends InputStream {
    private final byte[] block;
    private int next;

    Repeated(byte[] block) {
      this.block = block;
    }

    @Override
    public int read() {
      int value = block[next] & 0xFF;
      next = (next + 1) % block.length;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int count = Math.min(length, block.length - next);
      System.arraycopy(block, next, into, from, count);
      next = (next + count) % block.length;
      return count;
    }
  }
}
