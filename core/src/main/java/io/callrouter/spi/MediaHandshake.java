package io.callrouter.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a provider made of a media socket's handshake.
 *
 * @since 0.1
 */
public sealed interface MediaHandshake {
  /**
   * It is not let in.
   *
   * @param status the HTTP status of the answer
   * @param reason what is wrong; no secret in it
   * @param remedy what the operator should look at, for the log; no secret in it
   * @since 0.1
   */
  record Refused(int status, String reason, String remedy) implements MediaHandshake {}

  /**
   * It is genuine.
   *
   * @param token the media token of its path, or null if the token comes with the start message
   * @since 0.1
   */
  record Accepted(@Nullable String token) implements MediaHandshake {
    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Accepted" + (token == null ? "" : " with a token");
    }
  }
}
