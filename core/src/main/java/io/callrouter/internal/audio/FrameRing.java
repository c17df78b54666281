package io.callrouter.internal.audio;

/**
 * Keeps the latest frames of a stream with their positions, dropping the oldest when it is full.
 *
 * <p>Allocates when it is made, never after. Not for use by several threads at once: its owner
 * locks.
 */
public final class FrameRing {
  /** Looks at a frame that is kept. */
  @FunctionalInterface
  public interface FrameVisitor {
    /** A frame in the ring's own array, not to be changed. */
    void frame(byte[] array, int offset, long position);
  }

  private final int frameBytes;
  private final byte[] audio;
  private final long[] positions;
  private int first;
  private int size;
  private long position;

  /** An empty ring for so many frames of one size. */
  public FrameRing(int frameBytes, int capacity) {
    this.frameBytes = frameBytes;
    this.audio = new byte[frameBytes * capacity];
    this.positions = new long[capacity];
  }

  /**
   * Keeps a frame.
   *
   * @return false if the oldest had to go for it
   */
  public boolean add(byte[] array, int offset, long position) {
    boolean roomy = size < positions.length;
    if (!roomy) {
      dropFirst();
    }
    int slot = (first + size) % positions.length;
    System.arraycopy(array, offset, audio, slot * frameBytes, frameBytes);
    positions[slot] = position;
    size++;
    return roomy;
  }

  /**
   * Takes the oldest frame out; {@link #position()} then tells its position.
   *
   * @return whether there was one
   */
  public boolean poll(byte[] frame) {
    if (size == 0) {
      return false;
    }
    System.arraycopy(audio, first * frameBytes, frame, 0, frameBytes);
    position = positions[first];
    dropFirst();
    return true;
  }

  /** The position of the frame taken out last, as it was given. */
  public long position() {
    return position;
  }

  /** Shows the frames that are kept, from the oldest, and keeps them. */
  public void forEach(FrameVisitor visitor) {
    for (int i = 0; i < size; i++) {
      int slot = (first + i) % positions.length;
      visitor.frame(audio, slot * frameBytes, positions[slot]);
    }
  }

  /** How many frames are kept. */
  public int size() {
    return size;
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Forgets what is kept. */
  public void clear() {
    size = 0;
  }

  private void dropFirst() {
    first = (first + 1) % positions.length;
    size--;
  }
}
