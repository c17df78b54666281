package io.callrouter.testkit.carrier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's words on the media socket of one stream; messages are numbered, where they are, in
 * the order in which they are written. Used by one thread at a time.
 *
 * @since 0.1
 */
public interface MediaDialect {
  /** What is sent as soon as the socket is open. */
  List<String> greeting();

  /** Says that the stream begins, and in which format. */
  String start();

  /**
   * A frame of what the caller says.
   *
   * @param frame 20 ms, µ-law at 8 kHz; valid until this returns
   * @param timestampMs its first sample's position since the stream's start
   */
  String media(byte[] frame, long timestampMs);

  /** A key the caller presses; null where the carrier tells that in another way. */
  @Nullable String digit(char key);

  /** That playback has come to a mark, or past it because of a clear. */
  String mark(String name);

  /** Says that the stream is over. */
  String stop();

  /** A message of an event that nobody knows. */
  String unknown();

  /**
   * Reads what the application says.
   *
   * @throws InvalidMediaMessage if the carrier drops it
   */
  MediaMessage read(String message) throws InvalidMediaMessage;

  /** The number of the carrier's error dictionary for a complaint. */
  int codeOf(Complaint complaint);

  /** What a carrier complains of on a media socket. */
  enum Complaint {
    /** A message that makes no sense. */
    INVALID,
    /** A binary frame. */
    BINARY,
    /** More audio than the buffer has room for. */
    BUFFER_FULL
  }
}
