package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Audio that waits to be sent, in the carrier's format, with the item each byte belongs to.
 *
 * <p>Bytes lie in chunks of a second, so that a queue of minutes grows and shrinks without copying
 * and a short one stays in its one chunk. Guarded by the lock of {@link Playback}.
 */
final class AudioQueue {
  /** Says of a frame whether it may go. */
  @FunctionalInterface
  interface FrameJudge {
    boolean condemns(byte[] frame, int length);
  }

  /** A row of bytes of one item. */
  private static final class Run {
    final Item item;
    int bytes;

    Run(Item item) {
      this.item = item;
    }
  }

  private final int frameBytes;
  private final int chunkBytes;
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private final Deque<Run> runs = new ArrayDeque<>();
  private int head; // first byte in the first chunk
  private int tail; // end of the bytes in the last chunk
  private int bytes;

  AudioQueue(AudioFormat format) {
    frameBytes = format.bytesPerFrame();
    chunkBytes = format.bytesOf(1000);
    chunks.add(new byte[chunkBytes]);
  }

  int bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  void add(Item item, byte[] audio, int offset, int length) {
    Run run = runs.peekLast();
    if (run == null || run.item != item) {
      run = beginRun(item);
    }
    run.bytes += length;
    item.queuedBytes += length;
    bytes += length;
    append(audio, offset, length);
  }

  /** The item whose audio is next, or null if there is none. */
  @Nullable Item headItem() {
    Run run = runs.peek();
    return run == null ? null : run.item;
  }

  /**
   * How much may be sent next: a frame, or what is left of an item that has ended or been
   * overtaken; 0 if less than a frame is there and more of its item may come.
   */
  int nextBytes() {
    Run run = runs.peek();
    if (run == null) {
      return 0;
    }
    boolean last = run.item.ended || runs.size() > 1;
    return run.bytes >= frameBytes ? frameBytes : last ? run.bytes : 0;
  }

  /** Takes audio of the head item out; as many bytes as {@link #nextBytes} says. */
  void take(byte[] into, int length) {
    Run run = runs.element();
    run.bytes -= length;
    run.item.queuedBytes -= length;
    bytes -= length;
    if (run.bytes == 0 && runs.size() > 1) {
      runs.remove();
    }
    remove(into, length);
  }

  /**
   * Takes bytes out that the judge condemns, a frame at a time from the oldest to the latest, and
   * leaves the order of the others.
   *
   * @param most how many bytes may go
   * @param frame room for a frame, which the judge looks at
   * @return how many bytes went
   */
  int remove(int most, byte[] frame, FrameJudge judge) {
    int removed = 0;
    for (int left = bytes; left > 0; ) {
      Run run = runs.element();
      int length = Math.min(Math.min(run.bytes, frameBytes), left);
      take(frame, length);
      left -= length;
      if (removed + length <= most && judge.condemns(frame, length)) {
        removed += length;
      } else {
        add(run.item, frame, 0, length);
      }
    }
    return removed;
  }

  void clear() {
    for (Run run : runs) {
      run.item.queuedBytes = 0;
    }
    runs.clear();
    bytes = 0;
    keepOneChunk();
  }

  /** The last run stays when it is empty, so that a source that never waits needs only one. */
  private Run beginRun(Item item) {
    if (bytes == 0) {
      runs.clear();
    }
    Run run = new Run(item);
    runs.add(run);
    return run;
  }

  private void append(byte[] audio, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (tail == chunkBytes) {
        chunks.add(new byte[chunkBytes]);
        tail = 0;
      }
      int part = Math.min(length - done, chunkBytes - tail);
      System.arraycopy(audio, offset + done, chunks.getLast(), tail, part);
      tail += part;
      done += part;
    }
  }

  private void remove(byte[] into, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, chunkBytes - head);
      System.arraycopy(chunks.element(), head, into, done, part);
      head += part;
      done += part;
      if (head == chunkBytes && chunks.size() > 1) {
        chunks.remove();
        head = 0;
      }
    }
    if (bytes == 0) {
      keepOneChunk();
    }
  }

  private void keepOneChunk() {
    while (chunks.size() > 1) {
      chunks.removeLast();
    }
    head = 0;
    tail = 0;
  }
}
