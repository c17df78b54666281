package io.callrouter.call;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recording of a call: one that the carrier made and keeps, or one of the host's own, such as a
 * tap's.
 *
 * @param id the carrier's id of it; for a tap's, the name of its file
 * @param uri where it is. A carrier may ask for the account's credentials, and may have the file
 *     some seconds later only
 * @param startedAt when its first sample was said, or null if the carrier has not told
 * @param duration how long it is, or null while the carrier has not said
 * @since 0.1
 */
public record Recording(
    String id, URI uri, @Nullable Instant startedAt, @Nullable Duration duration) {
  /** Checks. */
  public Recording {
    Checks.requireText(id, "id");
    Objects.requireNonNull(uri, "uri");
  }

  /** Leaves out the address: who has it may be able to listen. */
  @Override
  public String toString() {
    return "recording " + id + (duration == null ? "" : " of " + duration.toSeconds() + " s");
  }
}
