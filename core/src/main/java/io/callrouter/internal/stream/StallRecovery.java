package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.time.Duration;
import java.util.Arrays;

/**
 * Brings live audio back to its small delay after a stall.
 *
 * <p>What a live frame finds before it, queued here and buffered at the carrier, is its delay.
 * Where frames come late the carrier has nothing to play, and when they come after all, in a burst,
 * every frame from then on finds so much more before it as that pause took. A pause of up to the
 * lead is jitter: the delay it leaves carries the stream over the next one and costs nothing. A
 * longer one is a stall, after which the delay is to be again what it was before it.
 *
 * <p>So the least delay of each 100 ms is watched. What stands above the usual one after a stall,
 * or two frames above the lead without one, is excess: once it has stood for 400 ms silent frames
 * are dropped for it, and after 750 ms any, the oldest that are queued and then those that come.
 * Where jitter has filled the lead, so that every frame must wait for its turn, and 10 s have not
 * needed it, two frames go likewise, once.
 *
 * <p>Guarded by the lock of {@link Playback}.
 */
final class StallRecovery {
  private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long SILENCE_GOES_AFTER_NANOS = Duration.ofMillis(400).toNanos();
  private static final long ALL_GOES_AFTER_NANOS = Duration.ofMillis(750).toNanos();

  /** A burst may take its time. */
  private static final long STALL_LASTS_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long FRAME_NANOS = Duration.ofMillis(AudioFormat.FRAME_MS).toNanos();

  /** With the lead full, the jitter of frames and turns alone leaves one frame standing. */
  private static final long FULL_LEAD_SLACK_NANOS = 2 * FRAME_NANOS;

  /** So many windows say what is usual: what jitter has left belongs to it. */
  private static final int USUAL_WINDOWS = 10;

  /** For so many windows on end no frame has found room in the lead: it never does. */
  private static final int FULL_WINDOWS = 100;

  /** Below this mean amplitude, about 50 dB below full scale, a frame is silence. */
  private static final int SILENCE = 100;

  private final AudioFormat format;
  private final long leadNanos;
  private final byte[] frame;
  private final short[] samples;
  private final long[] latest = new long[USUAL_WINDOWS];
  private int windows;
  private int fullWindows;
  private boolean stalled;
  private long stalledNanos; // when
  private long usualNanos; // the delay before that, or what else it is to be
  private boolean standing;
  private long sinceNanos;
  private long windowNanos; // when the window began
  private long leastNanos = Long.MAX_VALUE; // in the window
  private int excessFrames; // yet to be dropped

  StallRecovery(AudioFormat format, long leadNanos) {
    this.format = format;
    this.leadNanos = leadNanos;
    this.frame = new byte[format.bytesPerFrame()];
    this.samples = new short[format.bytesPerFrame() / format.bytesPerSample()];
  }

  /** Another source plays from now on, whose usual delay is not known. */
  void reset() {
    Arrays.fill(latest, 0);
    stalled = false;
    standing = false;
    fullWindows = 0;
    excessFrames = 0;
    leastNanos = Long.MAX_VALUE;
  }

  /**
   * Looks at what a live frame finds before it, and drops from the queue what is excess.
   *
   * @param queuedNanos how long the queue plays
   * @param bufferedNanos how long the carrier has something to play, negative if it is dry
   * @param goesOn whether the frame's item has been playing before
   * @return the bytes dropped, mostly none
   */
  int trim(AudioQueue queue, long queuedNanos, long bufferedNanos, boolean goesOn, long now) {
    if (goesOn && bufferedNanos < -leadNanos) {
      noteStall(now);
    }
    long delay = queuedNanos + Math.max(0, bufferedNanos);
    boolean stood = standing;
    standing = delay >= toleratedNanos();
    if (!standing) {
      excessFrames = 0;
    } else if (!stood) {
      sinceNanos = now;
    }
    leastNanos = Math.min(leastNanos, delay);
    if (now - windowNanos >= WINDOW_NANOS) {
      endWindow(now);
    }
    return excessFrames == 0 ? 0 : dropQueued(queue, now);
  }

  /** Whether a live frame that comes is dropped because there is more excess than is queued. */
  boolean drops(byte[] audio, int offset, int length, long now) {
    if (excessFrames == 0 || length != frame.length) {
      return false;
    }
    System.arraycopy(audio, offset, frame, 0, length);
    boolean drops = mayDropAll(now) || isSilent(frame, length);
    excessFrames -= drops ? 1 : 0;
    return drops;
  }

  private void noteStall(long now) {
    if (!stalled) {
      recoverTo(Math.min(leadNanos, Arrays.stream(latest).max().orElse(0)));
    }
    stalledNanos = now;
    windowNanos = now;
    leastNanos = Long.MAX_VALUE;
  }

  private void recoverTo(long nanos) {
    stalled = true;
    usualNanos = nanos;
  }

  private void endWindow(long now) {
    fullWindows = leastNanos > leadNanos - FRAME_NANOS ? fullWindows + 1 : 0;
    if (!stalled) {
      latest[windows++ % USUAL_WINDOWS] = leastNanos;
      if (fullWindows > FULL_WINDOWS) {
        recoverTo(leadNanos - FULL_LEAD_SLACK_NANOS);
        stalledNanos = now;
      }
    } else if (!standing && now - stalledNanos >= STALL_LASTS_NANOS) {
      stalled = false;
    }
    if (standing && now - sinceNanos >= SILENCE_GOES_AFTER_NANOS) {
      long excess = leastNanos - (stalled ? usualNanos : leadNanos);
      excessFrames = (int) Math.max(0, (excess + FRAME_NANOS / 2) / FRAME_NANOS);
    }
    windowNanos = now;
    leastNanos = Long.MAX_VALUE;
  }

  private long toleratedNanos() {
    return stalled ? usualNanos + FRAME_NANOS / 2 : leadNanos + FULL_LEAD_SLACK_NANOS;
  }

  private int dropQueued(AudioQueue queue, long now) {
    int most = excessFrames * frame.length;
    int dropped = queue.remove(most, frame, this::isSilent);
    if (mayDropAll(now)) {
      dropped += queue.remove(most - dropped, frame, (oldest, length) -> true);
    }
    excessFrames -= dropped / frame.length;
    return dropped;
  }

  private boolean mayDropAll(long now) {
    return now - sinceNanos >= ALL_GOES_AFTER_NANOS;
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
