package io.callrouter.internal.stream;

import io.callrouter.call.Outcome;
import io.callrouter.call.Timeline;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The live audio of one call: a carrier's socket on one side, exactly one peer endpoint on the
 * other.
 *
 * <p>Made when the carrier's start message is read, on the thread that read it; {@link #audio},
 * {@link #mark} and {@link #digit} are called by the socket's reader, one thread at a time. The
 * other methods may be called from any thread. Nothing here blocks.
 *
 * <p>What the caller says goes through {@link CallerAudio} to the {@link Peer} on the thread that
 * read it; what the peer says goes through {@link Playback} to the socket on the thread that made
 * it, or in a turn of the {@link Pacer}. Everything else a peer is told comes in order on a queue
 * of its own, whose tasks may block within {@link EndpointBounds}. {@link Taps} hear both, each on
 * a queue of its own.
 */
public final class MediaStream implements CarrierStream {
  /** Is told how a peer's part ended, and, if it wants, what belongs into the call's timeline. */
  @FunctionalInterface
  public interface Listener extends Notes {
    /**
     * A peer's part is over: it finished, failed, could not be made, or the stream ended. Told
     * exactly once for every {@link MediaStream#connect}, by any thread, after the peer was closed
     * or given up; must not block, and may connect the next peer.
     *
     * @param broken whether the outcome is failed because the endpoint threw, could not be made, or
     *     did not come back from a callback
     */
    void onPeerEnded(Outcome outcome, boolean broken);

    /** The caller pressed a key; on the socket's reader, must not block. */
    default void onKeyPressed() {}

    @Override
    default void note(Timeline.Kind kind, Map<String, String> details) {}
  }

  private static final int KEPT_DIGITS = 32;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  final String label;
  final AudioFormat carrierFormat;
  final AudioFormat outboundFormat;
  final Timekeeper timekeeper;
  final Tally tally;
  final EndpointBounds bounds;
  final Notes notes;
  final CallerAudio callerAudio;
  final Playback playback;

  private final Listener listener;

  /** Set from any thread, used on the reader's. */
  private volatile @Nullable KeyDetection detection;

  private final Object lock = new Object();
  private final Queue<Character> keptDigits = new ArrayDeque<>(); // guarded by lock
  private @Nullable Peer connected; // guarded by lock
  private @Nullable String endReason; // guarded by lock
  private @Nullable Taps taps; // guarded by lock
  private CompletableFuture<@Nullable Void> tapsOver = // guarded by lock
      CompletableFuture.completedFuture(null);

  /**
   * A stream without a peer; up to 2 s of audio is kept for the first one.
   *
   * @param label names the call in logs, such as {@code call 4f2a…}
   * @param carrierFormat of what the caller says
   * @param outboundFormat of what is sent to the carrier
   */
  public MediaStream(
      String label,
      AudioFormat carrierFormat,
      AudioFormat outboundFormat,
      MediaWire wire,
      MediaSocket socket,
      Pacer pacer,
      Timekeeper timekeeper,
      EndpointBounds bounds,
      Listener listener) {
    this.label = label;
    this.carrierFormat = carrierFormat;
    this.outboundFormat = outboundFormat;
    this.timekeeper = timekeeper;
    this.listener = listener;
    this.notes = listener;
    this.tally = new Tally(label, timekeeper, listener);
    this.bounds = bounds;
    this.callerAudio = new CallerAudio(carrierFormat, timekeeper, tally);
    this.playback =
        new Playback(label, outboundFormat, wire, socket, pacer, timekeeper, tally, listener);
  }

  /**
   * Connects a peer, whose factory is run on a queue of its own. Must not be called while another
   * peer's part is not over. On a stream that has ended, the peer's part is over at once, as
   * failed.
   */
  public void connect(EndpointFactory factory, ConnectContext context) {
    String obstacle;
    synchronized (lock) {
      if (connected != null) {
        throw new IllegalStateException(label + " has a peer; connect the next after its end");
      }
      obstacle = endReason;
      if (obstacle == null) {
        Peer peer = new Peer(this, factory, context);
        connected = peer;
        playback.attach(peer);
        peer.begin();
        keptDigits.forEach(digit -> peer.digit());
      }
    }
    if (obstacle != null) {
      listener.onPeerEnded(Outcome.failed(obstacle), false);
    }
  }

  /**
   * Has these taps listen from now on, by name: one that does already goes on, one that is not
   * among them ends. The first ones hear all that is kept for the first peer.
   */
  public void tap(Map<String, TapFactory> wanted, ConnectContext context) {
    synchronized (lock) {
      if (endReason != null || (taps == null && wanted.isEmpty())) {
        return;
      }
      Taps listening = taps;
      if (listening == null) {
        listening = new Taps(this, playback::readHeard);
        playback.trackHeard(new HeardTrack(outboundFormat, carrierFormat));
      }
      tapsOver = CompletableFuture.allOf(tapsOver, listening.use(wanted, context));
      if (taps == null) {
        callerAudio.tap(listening);
        taps = listening;
      } else if (wanted.isEmpty()) {
        callerAudio.tap(null);
        playback.trackHeard(null);
        taps = null;
      }
    }
  }

  @Override
  public long audio(
      Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
    int silence =
        track == Track.INBOUND ? callerAudio.take(sequence, audio, offset, length, timestampMs) : 0;
    return (length + silence) * NANOS_PER_SECOND / carrierFormat.bytesOf(1000);
  }

  @Override
  public void mark(String name) {
    playback.mark(name);
  }

  /**
   * Whether keys are sought in what the caller says, for carriers that do not report them; not so
   * at first. One that is reported too is told once.
   */
  public void detectKeys(boolean wanted) {
    if (wanted != (detection != null)) {
      KeyDetection next = wanted ? new KeyDetection(carrierFormat, timekeeper, this::press) : null;
      detection = next;
      callerAudio.detect(next);
    }
  }

  @Override
  public void digit(char digit) {
    KeyDetection detecting = detection;
    if (detecting == null) {
      press(digit);
    } else {
      detecting.reported(digit);
    }
  }

  /** A key that no peer has taken is kept for the next, up to 32 of them. */
  private void press(char key) {
    synchronized (lock) {
      if (keptDigits.size() < KEPT_DIGITS) {
        keptDigits.add(key);
        if (connected != null) {
          connected.digit();
        }
      }
    }
    listener.onKeyPressed();
  }

  /**
   * Ends the stream, and its peer's part with it. A peer that had finished and only waited to be
   * heard comes out as done, any other as failed for this reason.
   */
  @Override
  public void end(String reason) {
    Peer peer;
    @Nullable Taps listeners;
    synchronized (lock) {
      if (endReason != null) {
        return;
      }
      endReason = reason;
      peer = connected;
      listeners = taps;
    }
    playback.close();
    callerAudio.end();
    if (listeners != null) {
      listeners.end();
    }
    if (peer != null) {
      peer.conclude(Outcome.failed(reason));
    }
  }

  /**
   * The thread that reads the socket has brought nothing for so long. If that is because it is
   * still with the peer's {@code onAudio}, it is interrupted, and the peer's part is over as
   * failed.
   *
   * @return whether that is so
   */
  public boolean giveUpReader(Duration bound) {
    Peer peer;
    synchronized (lock) {
      peer = connected;
    }
    return peer != null && peer.giveUpReader(bound);
  }

  /**
   * Whether a peer that was given up still keeps the thread that reads the socket, so that the
   * stream is of no use to the next one.
   */
  public boolean isReaderHeld() {
    return callerAudio.isReaderHeld();
  }

  @Override
  public boolean isStuck() {
    return playback.isStuck();
  }

  @Override
  public StreamCounters counters() {
    return tally.snapshot();
  }

  @Override
  public CompletionStage<@Nullable Void> tapsOver() {
    synchronized (lock) {
      return tapsOver;
    }
  }

  /** The oldest key that no peer has taken, or null if there is none. */
  @Nullable Character nextDigit() {
    synchronized (lock) {
      return keptDigits.poll();
    }
  }

  /** The peer was told of its end and closed, or was given up. */
  void peerEnded(Outcome outcome, boolean broken) {
    synchronized (lock) {
      connected = null;
    }
    listener.onPeerEnded(outcome, broken);
  }
}
