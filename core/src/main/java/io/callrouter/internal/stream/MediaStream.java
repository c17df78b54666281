package io.callrouter.internal.stream;

import io.callrouter.call.Outcome;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.MediaWire;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;

/**
 * The live audio of one call: a carrier's socket on one side, exactly one peer endpoint on the
 * other.
 *
 * <p>Made when the carrier's start message is read, on the thread that read it; {@link #audio},
 * {@link #mark} and {@link #digit} are called by the socket's reader, one thread at a time. The
 * other methods may be called from any thread. Nothing here blocks.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MediaStream {
  /** Is told how a peer's part ended. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A peer's part is over: it finished, failed, could not be made, or the stream ended. Told
     * exactly once for every {@link MediaStream#connect}, on the stream's queue, after the peer was
     * closed; may block, and may connect the next peer.
     */
    void onPeerEnded(Outcome outcome);
  }

  /**
   * A stream without a peer; up to 2 s of audio is kept for the first one.
   *
   * @param label names the call in logs, such as {@code call 4f2a…}
   */
  public MediaStream(
      String label,
      AudioFormat carrierFormat,
      MediaWire wire,
      MediaSocket socket,
      Pacer pacer,
      Timekeeper timekeeper,
      Listener listener) {}

  /**
   * Connects a peer: its factory is run on the stream's queue. Must not be called while another
   * peer's part is not over.
   */
  public void connect(EndpointFactory factory, ConnectContext context) {
    throw new UnsupportedOperationException();
  }

  /** A piece of what the caller says, of any length. */
  public void audio(byte[] audio, int offset, int length, long timestampMs) {
    throw new UnsupportedOperationException();
  }

  /** A mark came back. */
  public void mark(String name) {
    throw new UnsupportedOperationException();
  }

  /** The caller pressed a key. */
  public void digit(char digit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the stream, and its peer's part with it; the socket is left to the caller. A peer that had
   * finished and only waited to be heard comes out as done, any other as failed for this reason.
   */
  public void end(String reason) {
    throw new UnsupportedOperationException();
  }
}
