package io.callrouter.testkit;

import io.callrouter.codec.G711;
import io.callrouter.codec.Resampler;
import io.callrouter.codec.WavAudio;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the caller says, and silence when he says nothing; µ-law at 8 kHz. */
final class Voice {
  static final int SAMPLE_RATE_HZ = 8000;

  private final CallerQueue<byte[]> waiting = new CallerQueue<>();
  private int position;

  /**
   * Says audio after all that waits to be said.
   *
   * @throws IllegalArgumentException if its rate cannot be converted
   */
  void say(WavAudio audio) {
    short[] samples = audio.toMono().samples();
    int tail = audio.sampleRateHz() / 100; // Brings out what the resampler's filter still holds.
    short[] in = Arrays.copyOf(samples, samples.length + tail);
    Resampler resampler = Resampler.of(audio.sampleRateHz(), SAMPLE_RATE_HZ);
    short[] out = new short[resampler.maxOutput(in.length)];
    say(Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0)));
  }

  /** Says 16-bit samples at 8 kHz after all that waits to be said. */
  void say(short[] pcm) {
    byte[] speech = new byte[pcm.length];
    G711.PCMU.encode(pcm, 0, pcm.length, speech, 0);
    if (speech.length > 0) {
      waiting.add(List.of(speech));
    }
  }

  /**
   * Fills a frame.
   *
   * @return whether there is speech in it
   */
  synchronized boolean fill(byte[] frame) {
    Arrays.fill(frame, G711.PCMU.silence());
    int filled = 0;
    for (byte[] speech = waiting.peek(); speech != null && filled < frame.length; ) {
      int length = Math.min(frame.length - filled, speech.length - position);
      System.arraycopy(speech, position, frame, filled, length);
      filled += length;
      position += length;
      if (position == speech.length) {
        waiting.take();
        position = 0;
        speech = waiting.peek();
      }
    }
    return filled > 0;
  }

  /** Is complete when something waits to be said. */
  CompletableFuture<@Nullable Void> spoken() {
    return waiting.present();
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Both codes of µ-law that mean zero. */
  static boolean isSilence(byte code) {
    return (byte) (code | 0x80) == G711.PCMU.silence();
  }
}
