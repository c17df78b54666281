package io.callrouter;

import java.util.concurrent.atomic.AtomicBoolean;

/** What {@link MediaSilence} finds at one socket, look by look; one look at a time. */
final class SocketLooks {
  // Opaque is enough: who looks may see a message a little later.
  private final AtomicBoolean heard = new AtomicBoolean(true);
  private int quiet; // used by the looks only, as the next
  private int stuck;

  /** Something came; on the socket's reader. */
  void heard() {
    heard.setOpaque(true);
  }

  /** How many looks in a row, this one included, found that nothing had come where it should. */
  int quiet(boolean streaming) {
    quiet = heard.getOpaque() || !streaming ? 0 : quiet + 1;
    heard.setOpaque(false);
    return quiet;
  }

  /** How many looks in a row, this one included, found the same message under way. */
  int stuck(boolean isStuck) {
    stuck = isStuck ? stuck + 1 : 0;
    return stuck;
  }
}
