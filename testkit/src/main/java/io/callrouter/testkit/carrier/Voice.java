package io.callrouter.testkit.carrier;

import io.callrouter.codec.G711;
import io.callrouter.codec.Resampler;
import io.callrouter.codec.WavAudio;
import io.callrouter.testkit.Handset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says, and silence when he says nothing; µ-law at 8 kHz.
 *
 * @since 0.1
 */
public final class Voice {
  /** The rate of a telephone. */
  public static final int SAMPLE_RATE_HZ = 8000;

  /** So much that whoever overhears it, 20 ms behind, still finds it. */
  private static final int REMEMBERED_PIECES = 50;

  private final @Nullable Microphone microphone;
  private final CallerQueue<byte[]> waiting = new CallerQueue<>();
  private final Deque<PlaybackBuffer.Piece> said = new ArrayDeque<>();
  private int position;
  private boolean occupied;

  /** Of a caller who may have a live handset beside what he is given to say. */
  Voice(@Nullable Handset handset) {
    this.microphone = handset == null ? null : new Microphone(handset);
  }

  /**
   * Says audio after all that waits to be said.
   *
   * @throws IllegalArgumentException if its rate cannot be converted
   */
  public void say(WavAudio audio) {
    short[] samples = audio.toMono().samples();
    int tail = audio.sampleRateHz() / 100; // Brings out what the resampler's filter still holds.
    short[] in = Arrays.copyOf(samples, samples.length + tail);
    Resampler resampler = Resampler.of(audio.sampleRateHz(), SAMPLE_RATE_HZ);
    short[] out = new short[resampler.maxOutput(in.length)];
    say(Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0)));
  }

  /** Says 16-bit samples at 8 kHz after all that waits to be said. */
  public void say(short[] pcm) {
    if (pcm.length > 0) {
      byte[] speech = new byte[pcm.length];
      G711.PCMU.encode(pcm, 0, pcm.length, speech, 0);
      waiting.add(List.of(speech));
    }
  }

  /** Somebody takes what the caller says from now on, or not any more. */
  public synchronized void occupy(boolean taken) {
    occupied = taken;
  }

  /**
   * Fills a frame that begins at that moment with what the caller says to whoever takes it; where
   * nobody does, he speaks all the same.
   */
  public synchronized void overhear(byte[] frame, long frameNanos) {
    if (!occupied) {
      talk(frame, frameNanos);
      return;
    }
    Arrays.fill(frame, G711.PCMU.silence());
    said.forEach(piece -> piece.lay(frame, frameNanos));
  }

  /**
   * Fills the next frame of a media stream: with what waits to be said, otherwise from the live
   * handset, if there is one.
   *
   * @param frame 20 ms
   * @param startNanos when it begins, counted from the call's start
   * @return whether there is speech in it
   */
  public synchronized boolean talk(byte[] frame, long startNanos) {
    if (microphone == null || !isIdle()) {
      return fill(frame, startNanos);
    }
    boolean speech = microphone.take(frame);
    remember(new PlaybackBuffer.Piece(startNanos, frame.clone()));
    return speech;
  }

  /**
   * Fills a frame with what waits to be said.
   *
   * @param startNanos when it begins, counted from the call's start
   * @return whether there is speech in it
   */
  public synchronized boolean fill(byte[] frame, long startNanos) {
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
    if (filled > 0) {
      remember(new PlaybackBuffer.Piece(startNanos, frame.clone()));
    }
    return filled > 0;
  }

  private void remember(PlaybackBuffer.Piece piece) {
    said.add(piece);
    if (said.size() > REMEMBERED_PIECES) {
      said.remove();
    }
  }

  /** Is complete when something waits to be said. */
  public CompletableFuture<@Nullable Void> spoken() {
    return waiting.present();
  }

  /** Whether nothing waits to be said. */
  public boolean isIdle() {
    return waiting.isEmpty();
  }

  /** The codes of µ-law for zero and for the least beside it, which is what A-law has for zero. */
  public static boolean isSilence(byte code) {
    return (byte) (code | 0x81) == G711.PCMU.silence();
  }
}
