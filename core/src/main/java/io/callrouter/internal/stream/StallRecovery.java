package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.time.Duration;

/**
 * Brings live audio back to its small delay after a stall.
 *
 * <p>Audio made in real time waits only while a frame is late and the next ones catch up. Late
 * frames that came in a burst leave a queue that stands: each new frame finds as much before it as
 * the last one did, for ever. What every frame of a window of 400 ms has found before it is
 * therefore dropped, silent frames first. Jitter, however often, leaves the queue empty in between
 * and costs nothing.
 *
 * <p>Guarded by the lock of {@link Playback}.
 */
final class StallRecovery {
  private static final long WINDOW_NANOS = Duration.ofMillis(400).toNanos();

  /** Below this mean amplitude, about 50 dB below full scale, a frame is silence. */
  private static final int SILENCE = 100;

  private final AudioFormat format;
  private final byte[] frame;
  private final short[] samples;
  private boolean standing;
  private long sinceNanos;
  private int leastBytes;

  StallRecovery(AudioFormat format) {
    this.format = format;
    this.frame = new byte[format.bytesPerFrame()];
    this.samples = new short[format.bytesPerFrame() / format.bytesPerSample()];
  }

  /**
   * Looks at the queue before a live frame is added to it, and drops from it what stands.
   *
   * @return the bytes dropped, mostly none
   */
  int trim(AudioQueue queue, long now) {
    if (queue.isEmpty()) {
      standing = false;
      return 0;
    }
    if (!standing) {
      standing = true;
      sinceNanos = now;
      leastBytes = queue.bytes();
      return 0;
    }
    leastBytes = Math.min(leastBytes, queue.bytes());
    if (now - sinceNanos < WINDOW_NANOS) {
      return 0;
    }
    standing = false;
    int excess = leastBytes - leastBytes % frame.length;
    int silent = queue.remove(excess, frame, this::isSilent);
    return silent + queue.remove(excess - silent, frame, (oldest, length) -> true);
  }

  private boolean isSilent(byte[] audio, int length) {
    int count = format.encoding().decode(audio, 0, length, samples, 0);
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(samples[i]);
    }
    return sum < (long) SILENCE * count;
  }
}
