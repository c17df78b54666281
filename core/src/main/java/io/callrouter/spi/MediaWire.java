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
   * One message that plays audio in the stream's format; only called after the start.
   *
   * @param audio any number of bytes
   */
  String audio(byte[] audio, int offset, int length);

  /** A message that comes back as a mark when all audio before it has been played. */
  String mark(String name);

  /** A message that drops what the carrier has not played yet. */
  String clear();

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
