package io.callrouter.testkit.carrier;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A webhook gets lost, because the test asked for that, each time it is sent.
 *
 * @since 0.1
 */
public final class LostWebhookException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  LostWebhookException(String name) {
    super(new IOException("lost on its way: " + name));
  }
}
