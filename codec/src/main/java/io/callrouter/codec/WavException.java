package io.callrouter.codec;

import java.io.IOException;

/**
 * The content of a WAV file is broken or of a kind that is not supported; the message names what is
 * wrong.
 *
 * @since 0.1
 */
public final class WavException extends IOException {
  private static final long serialVersionUID = 1;

  WavException(String message) {
    super(message);
  }
}
