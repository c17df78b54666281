package io.callrouter.spi;

/**
 * A carrier's media protocol on one WebSocket: messages in, messages out; it does no I/O.
 *
 * <p>One object serves one socket. {@link #read} is called by one thread at a time; the writing
 * methods too, but possibly beside it.
 *
 * @since 0.1
 */
public interface MediaWire {
  /**
   * Reads one message and tells what it says, at once and on the caller's thread.
   *
   * @return what became of the message
   */
  Verdict read(String message, MediaEvents events);

  /**
   * One message that plays audio, in the start's outbound format; only called after the start.
   *
   * @param audio up to 20 ms of whole samples; 20 ms exactly if {@link #playsWholeFramesOnly}. Not
   *     to be changed
   */
  String audio(byte[] audio, int offset, int length);

  /** A message that comes back as a mark when all audio before it has been played. */
  String mark(String name);

  /** A message that drops what the carrier has not played yet. */
  String clear();

  /**
   * Whether the carrier plays no piece shorter than 20 ms. What ends with less is then filled up
   * with silence, which counts as played but not as part of the item.
   */
  default boolean playsWholeFramesOnly() {
    return false;
  }

  /** What became of a message that was read. */
  enum Verdict {
    /** Understood, or of a kind that is passed over on purpose. */
    TAKEN,
    /** Of a kind this protocol does not know: passed over and counted. */
    UNKNOWN,
    /** Not a message of this protocol: counted, and the socket is closed if it goes on. */
    MALFORMED
  }
}
