package io.callrouter.integration;

import io.callrouter.media.AudioClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Sounds to play, as clips and as samples. */
final class Tones {
  private static final int RATE_HZ = 8000;

  private Tones() {}

  /** A tone of 400 Hz at 8 kHz. */
  static short[] samples(int ms) {
    short[] samples = new short[RATE_HZ / 1000 * ms];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(8000 * Math.sin(2 * Math.PI * 400 * (i + 0.5) / RATE_HZ));
    }
    return samples;
  }

  /** The same as a clip. */
  static AudioClip clip(int ms) {
    short[] samples = samples(ms);
    ByteBuffer data = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    data.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVE"));
    data.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    data.putInt(RATE_HZ).putInt(2 * RATE_HZ).putShort((short) 2).putShort((short) 16);
    data.put(ascii("data")).putInt(2 * samples.length);
    for (short sample : samples) {
      data.putShort(sample);
    }
    try {
      return AudioClip.fromWav(data.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
