package io.callrouter.internal.stream;

import io.callrouter.codec.DtmfDetector;
import io.callrouter.codec.Resampler;
import io.callrouter.media.AudioFormat;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that the caller presses by their tones in what he says, and tells a press once
 * that the carrier reports too.
 *
 * <p>A report and a tone of the same key are one press if the report comes within 2 s before the
 * tone begins or after it ends: some carriers report a key when it is pressed, others when it is
 * released. Presses are matched one by one, so that a key pressed twice counts twice. Allocates for
 * a press, never for a frame.
 *
 * <p>Frames come from one thread at a time, reports from the socket's reader, perhaps beside them.
 */
final class KeyDetection {
  /** Takes the presses. */
  @FunctionalInterface
  interface KeyConsumer {
    /** The caller pressed a key. */
    void onKey(char key);
  }

  /** A press that one of the two sources has told of. */
  private static final class Press {
    final char key;
    final boolean tone;
    long atNanos;

    Press(char key, boolean tone, long atNanos) {
      this.key = key;
      this.tone = tone;
      this.atNanos = atNanos;
    }
  }

  private static final int DETECTOR_HZ = 8000;
  private static final int MOST_UNMATCHED = 32;
  private static final long SAME_PRESS_NANOS = Duration.ofSeconds(2).toNanos();

  private final AudioFormat format;
  private final Timekeeper timekeeper;
  private final KeyConsumer keys;
  private final DtmfDetector detector;
  private final Resampler resampler;
  private final short[] decoded;
  private final short[] resampled;
  private final Object lock = new Object();
  private final Queue<Press> unmatched = new ArrayDeque<>(); // guarded by lock
  private @Nullable Press lastTone; // if it is unmatched; guarded by lock

  KeyDetection(AudioFormat format, Timekeeper timekeeper, KeyConsumer keys) {
    this.format = format;
    this.timekeeper = timekeeper;
    this.keys = keys;
    detector = new DtmfDetector(key -> take(key, true));
    resampler = Resampler.of(format.sampleRateHz(), DETECTOR_HZ);
    decoded = new short[format.bytesPerFrame() / format.bytesPerSample()];
    resampled = new short[resampler.maxOutput(decoded.length)];
  }

  /** A frame of what the caller says. */
  void frame(byte[] audio, int offset) {
    int samples = format.encoding().decode(audio, offset, format.bytesPerFrame(), decoded, 0);
    detector.push(resampled, 0, resampler.process(decoded, 0, samples, resampled, 0));
    if (detector.isSounding()) {
      sounds();
    }
  }

  private void sounds() {
    synchronized (lock) {
      if (lastTone != null) {
        lastTone.atNanos = timekeeper.nanoTime();
      }
    }
  }

  /** The carrier reports a press. */
  void reported(char key) {
    take(key, false);
  }

  private void take(char key, boolean tone) {
    boolean first;
    synchronized (lock) {
      first = isFirst(key, tone);
    }
    if (first) {
      keys.onKey(key);
    }
  }

  /** Whether a press was not told of yet; it is then noted, else forgotten. */
  private boolean isFirst(char key, boolean tone) {
    long now = timekeeper.nanoTime();
    unmatched.removeIf(press -> now - press.atNanos > SAME_PRESS_NANOS);
    if (isKnown(key, tone)) {
      lastTone = tone ? null : lastTone;
      return false;
    }
    if (unmatched.size() == MOST_UNMATCHED) {
      unmatched.remove();
    }
    Press press = new Press(key, tone, now);
    unmatched.add(press);
    lastTone = tone ? press : lastTone;
    return true;
  }

  private boolean isKnown(char key, boolean tone) {
    for (Iterator<Press> presses = unmatched.iterator(); presses.hasNext(); ) {
      Press press = presses.next();
      if (press.key == key && press.tone != tone) {
        presses.remove();
        return true;
      }
    }
    return false;
  }
}
