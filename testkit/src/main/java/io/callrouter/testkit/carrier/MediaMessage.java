package io.callrouter.testkit.carrier;

/**
 * What an application says on a media socket, in whatever words.
 *
 * @since 0.1
 */
public sealed interface MediaMessage {
  /**
   * Audio to play, µ-law at 8 kHz.
   *
   * @since 0.1
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
  record Media(byte[] audio) implements MediaMessage {}

  /**
   * A mark to return.
   *
   * @since 0.1
   */
  record Mark(String name) implements MediaMessage {}

  /**
   * Drop what waits.
   *
   * @since 0.1
   */
  record Clear() implements MediaMessage {}
}
