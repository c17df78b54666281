package io.callrouter.call;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recording the carrier made of a call, and keeps.
 *
 * @param carrierId the carrier's id of the recording
 * @param uri where the carrier keeps it; it may ask for the account's credentials, and may have the
 *     file some seconds later only
 * @param duration how long it is, or null while the carrier has not said
 * @since 0.1
 */
public record Recording(String carrierId, URI uri, @Nullable Duration duration) {
  /** Checks. */
  public Recording {
    Checks.requireText(carrierId, "carrierId");
    Objects.requireNonNull(uri, "uri");
  }

  /** Leaves out the address: who has it may be able to listen. */
  @Override
  public String toString() {
    return "recording "
        + carrierId
        + (duration == null ? "" : " of " + duration.toSeconds() + " s");
  }
}
