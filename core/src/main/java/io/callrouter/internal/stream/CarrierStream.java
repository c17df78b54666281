package io.callrouter.internal.stream;

import io.callrouter.spi.Track;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The live audio of one media socket. What comes in on the socket is brought by its reader, one
 * thread at a time; the other methods may be called from any thread. Nothing here blocks.
 */
public sealed interface CarrierStream permits MediaStream, TapStream {
  /**
   * A piece of audio, of any length; valid until this returns.
   *
   * @param sequence see {@link io.callrouter.spi.MediaEvents#onAudio}
   * @return for how much of the call's time it stands, in ns, with the silence that was made since
   *     the last one because timestamps left a gap
   */
  long audio(Track track, long sequence, byte[] audio, int offset, int length, long timestampMs);

  /** A mark came back. */
  void mark(String name);

  /** The caller pressed a key. */
  void digit(char digit);

  /**
   * Whether the message that was under way to the carrier at the last question still is; for one
   * asker at a time.
   */
  boolean isStuck();

  /**
   * Ends the stream, and with it all that was connected to it; the socket is left to the caller.
   */
  void end(String reason);

  /** What went wrong so far. */
  StreamCounters counters();

  /** Completes when every tap so far is closed; to be asked when the stream has ended. */
  CompletionStage<@Nullable Void> tapsOver();
}
