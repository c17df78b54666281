package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.time.Duration;

/**
 * Brings live audio back to its small delay after a stall.
 *
 * <p>Audio made in real time waits only while a frame is late and the next ones catch up. Late
 * frames that came in a burst leave a queue that stands: each new frame finds as much before it as
 * the last one did, for ever. So once the queue has not been empty for 400 ms, what every frame of
 * the last 200 ms has found before it is excess: its silent frames are dropped, and when it still
 * stands after 800 ms, its oldest. Jitter, however often, leaves the queue empty in between, or one
 * frame in it where the carrier has its whole lead, and costs nothing.
 *
 * <p>Guarded by the lock of {@link Playback}.
 */
final class StallRecovery {
  private static final long WINDOW_NANOS = Duration.ofMillis(200).toNanos();
  private static final long SILENCE_GOES_AFTER_NANOS = Duration.ofMillis(400).toNanos();
  private static final long ALL_GOES_AFTER_NANOS = Duration.ofMillis(800).toNanos();

  /** With the lead full, the jitter of frames and turns alone leaves one frame standing. */
  private static final int LEAST_FRAMES = 2;

  /** Below this mean amplitude, about 50 dB below full scale, a frame is silence. */
  private static final int SILENCE = 100;

  private final AudioFormat format;
  private final byte[] frame;
  private final short[] samples;
  private boolean standing;
  private long sinceNanos;
  private long windowNanos; // when the window began
  private int leastBytes; // in the window

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
      beginWindow(now);
    }
    leastBytes = Math.min(leastBytes, queue.bytes());
    if (now - windowNanos < WINDOW_NANOS) {
      return 0;
    }
    int excess = leastBytes - leastBytes % frame.length;
    if (excess < LEAST_FRAMES * frame.length) {
      excess = 0;
    }
    beginWindow(now);
    return drop(queue, excess, now - sinceNanos);
  }

  private int drop(AudioQueue queue, int excess, long standsNanos) {
    if (standsNanos < SILENCE_GOES_AFTER_NANOS) {
      return 0;
    }
    int silent = queue.remove(excess, frame, this::isSilent);
    if (standsNanos < ALL_GOES_AFTER_NANOS) {
      return silent;
    }
    return silent + queue.remove(excess - silent, frame, (oldest, length) -> true);
  }

  private void beginWindow(long now) {
    windowNanos = now;
    leastBytes = Integer.MAX_VALUE;
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
