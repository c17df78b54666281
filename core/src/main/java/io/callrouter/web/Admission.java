package io.callrouter.web;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The decision on a WebSocket handshake: a refusal with a status and a reason, or an admission that
 * takes the socket after the upgrade.
 *
 * @since 0.1
 */
public final class Admission {
  private final int status;
  private final String reason;
  private final @Nullable Function<MediaSocket, MediaSocketListener> opener;

  private Admission(
      int status, String reason, @Nullable Function<MediaSocket, MediaSocketListener> opener) {
    this.status = status;
    this.reason = reason;
    this.opener = opener;
  }

  /** A refusal: the handshake is answered with this status and sentence, without an upgrade. */
  public static Admission refused(int status, String reason) {
    return new Admission(status, reason, null);
  }

  /** An admission: the opener is called once, with the upgraded socket. */
  public static Admission admitted(Function<MediaSocket, MediaSocketListener> opener) {
    return new Admission(101, "", opener);
  }

  /** Whether the handshake may be upgraded. */
  public boolean isAdmitted() {
    return opener != null;
  }

  /** The HTTP status of the answer: 101 for an admission. */
  public int status() {
    return status;
  }

  /** Why it was refused, one sentence that holds no secret; empty for an admission. */
  public String reason() {
    return reason;
  }

  /**
   * Hands over the upgraded socket.
   *
   * @return what the socket's messages and its end go to
   * @throws IllegalStateException if the handshake was refused
   */
  public MediaSocketListener open(MediaSocket socket) {
    if (opener == null) {
      throw new IllegalStateException("refused handshakes have no socket: " + reason);
    }
    return opener.apply(socket);
  }
}
