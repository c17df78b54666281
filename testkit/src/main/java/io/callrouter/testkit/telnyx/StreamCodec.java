package io.callrouter.testkit.telnyx;

import io.callrouter.codec.G711;
import io.callrouter.codec.Resampler;
import java.util.Arrays;

/**
 * Converts between what the caller's phone speaks, µ-law at 8 kHz, and the format of one direction
 * of a stream. Not safe for use by several threads.
 */
final class StreamCodec {
  private static final int PHONE_HZ = 8000;

  private final StreamFormat format;
  private final boolean bigEndian;
  private final Resampler fromPhone;
  private final Resampler toPhone;

  StreamCodec(StreamFormat format, boolean bigEndian) {
    this.format = format;
    this.bigEndian = bigEndian;
    this.fromPhone = Resampler.of(PHONE_HZ, format.sampleRateHz());
    this.toPhone = Resampler.of(format.sampleRateHz(), PHONE_HZ);
  }

  /** What the phone says, as the stream carries it. */
  byte[] encode(byte[] pcmu) {
    if (pcmu.length == 0 || format.encoding().equals(StreamFormat.PCMU)) {
      return pcmu;
    }
    short[] phone = new short[pcmu.length];
    G711.PCMU.decode(pcmu, 0, pcmu.length, phone, 0);
    if (format.encoding().equals(StreamFormat.PCMA)) {
      byte[] pcma = new byte[phone.length];
      G711.PCMA.encode(phone, 0, phone.length, pcma, 0);
      return pcma;
    }
    short[] samples = resampled(fromPhone, phone);
    byte[] bytes = new byte[samples.length * 2];
    for (int i = 0; i < samples.length; i++) {
      bytes[2 * i + (bigEndian ? 1 : 0)] = (byte) samples[i];
      bytes[2 * i + (bigEndian ? 0 : 1)] = (byte) (samples[i] >> 8);
    }
    return bytes;
  }

  /** What the stream brings, as the phone plays it. */
  byte[] decode(byte[] payload) {
    if (format.encoding().equals(StreamFormat.PCMU)) {
      return payload;
    }
    short[] samples = new short[payload.length / format.bytesPerSample()];
    if (samples.length == 0) {
      return new byte[0];
    }
    if (format.encoding().equals(StreamFormat.PCMA)) {
      G711.PCMA.decode(payload, 0, payload.length, samples, 0);
    } else {
      for (int i = 0; i < samples.length; i++) {
        int low = payload[2 * i + (bigEndian ? 1 : 0)] & 0xff;
        int high = payload[2 * i + (bigEndian ? 0 : 1)];
        samples[i] = (short) (high << 8 | low);
      }
    }
    short[] phone = resampled(toPhone, samples);
    byte[] pcmu = new byte[phone.length];
    if (phone.length > 0) {
      G711.PCMU.encode(phone, 0, phone.length, pcmu, 0);
    }
    return pcmu;
  }

  private static short[] resampled(Resampler resampler, short[] in) {
    short[] out = new short[resampler.maxOutput(in.length)];
    return Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0));
  }
}
