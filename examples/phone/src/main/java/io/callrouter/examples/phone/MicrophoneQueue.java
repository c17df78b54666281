package io.callrouter.examples.phone;

import io.callrouter.testkit.Handset;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * What the page's microphone sent and the carrier has not taken yet: 16-bit samples at 8 kHz.
 *
 * <p>The page sends by the clock of a sound card, through a busy browser, and the carrier takes by
 * its own. A small reserve stands between them, so that not every late message is a click. May be
 * used by any threads.
 */
final class MicrophoneQueue {
  private static final int SAMPLES_PER_MS = 8;
  private static final int MOST = 400 * SAMPLES_PER_MS;
  private static final int RESERVE = 2 * Handset.FRAME_SAMPLES;

  private final short[] ring = new short[MOST];
  private int begin;
  private int size;
  private boolean open;
  private boolean flowing;
  private long dropped;

  /** A stream begins to listen; what was said before is not for it. */
  synchronized void open() {
    open = true;
    flowing = false;
    size = 0;
  }

  /** Nobody listens. */
  synchronized void close() {
    open = false;
    size = 0;
  }

  /**
   * Takes what the page sent; the oldest samples give way where there are too many.
   *
   * @param pcm little-endian
   */
  synchronized void write(ByteBuffer pcm) {
    ShortBuffer samples = pcm.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    while (open && samples.hasRemaining()) {
      if (size == MOST) {
        begin = (begin + 1) % MOST;
        size--;
        dropped++;
      }
      ring[(begin + size) % MOST] = samples.get();
      size++;
    }
  }

  /** Fills a frame; leaves it as it is until there is a reserve, at the start or after a gap. */
  synchronized void read(short[] frame) {
    flowing = size >= (flowing ? frame.length : RESERVE);
    if (!flowing) {
      return;
    }
    for (int i = 0; i < frame.length; i++) {
      frame[i] = ring[begin];
      begin = (begin + 1) % MOST;
    }
    size -= frame.length;
  }

  synchronized boolean isOpen() {
    return open;
  }

  synchronized int bufferedMs() {
    return size / SAMPLES_PER_MS;
  }

  /** How much gave way in all. */
  synchronized long droppedMs() {
    return dropped / SAMPLES_PER_MS;
  }
}
