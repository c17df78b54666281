package io.callrouter.internal.stream;

import io.callrouter.codec.Resampler;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;

/**
 * Converts one direction of one stream, frame by frame: decode, resample, encode, into buffers of
 * its own. Equal formats pass through as a view of what came in.
 *
 * <p>Allocates when it is made, never after. Not for use by several threads at once: its owner sees
 * to that.
 */
final class FrameConverter {
  private final AudioFormat from;
  private final AudioFormat to;
  private final boolean same;
  private final Resampler resampler;
  private final short[] decoded;
  private final short[] resampled;
  private final byte[] encoded;
  private final AudioFrame view;

  FrameConverter(AudioFormat from, AudioFormat to) {
    this.from = from;
    this.to = to;
    same = from.equals(to);
    int samples = from.bytesPerFrame() / from.bytesPerSample();
    resampler = Resampler.of(from.sampleRateHz(), to.sampleRateHz());
    decoded = new short[samples];
    resampled = new short[resampler.maxOutput(samples)];
    encoded = new byte[resampled.length * to.bytesPerSample()];
    view = new AudioFrame(to);
  }

  /**
   * Converts the next frame, or a shorter piece; a half sample at its end is left off.
   *
   * @param timestampSamples its position in the format it comes in
   * @return a view that is valid until the next call
   */
  AudioFrame convert(byte[] audio, int offset, int length, long timestampSamples) {
    int bytes = length - length % from.bytesPerSample();
    if (same || bytes == 0) {
      return view.set(audio, offset, bytes, timestampSamples);
    }
    int samples = from.encoding().decode(audio, offset, bytes, decoded, 0);
    int converted = resampler.process(decoded, 0, samples, resampled, 0);
    int written = to.encoding().encode(resampled, 0, converted, encoded, 0);
    return view.set(
        encoded, 0, written, timestampSamples * to.sampleRateHz() / from.sampleRateHz());
  }
}
