package io.callrouter.internal.stream;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.internal.stream.CarrierTimeline.FrameSink;
import io.callrouter.media.AudioFormat;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says, on its way to the peer: framed, kept while no peer takes it, and cut off
 * from a peer for good before that peer is told of its end.
 *
 * <pre>
 *             attach             open            kept is empty
 *   NO_PEER ----------> STARTING -----> (kept) ------------------> OPEN
 *                          ^                                        ^
 *                          +------- DELIVERING, one frame ----------+
 *
 *   close leads from every state back to NO_PEER
 * </pre>
 *
 * <p>Two threads deliver: the queue, which in {@link #open} hands over what was kept, and the
 * socket's reader after that. Whoever delivers holds the state DELIVERING, and no lock, while the
 * peer's code runs. The reader then keeps its frame; a close leaves word, on which the deliverer
 * acts when it is back. So nobody waits for anybody, and nothing is delivered once a close has come
 * to rest.
 */
final class CallerAudio {
  private enum State {
    NO_PEER,
    STARTING,
    DELIVERING,
    OPEN
  }

  private static final int KEPT_FRAMES = 2000 / AudioFormat.FRAME_MS;
  private static final FrameSink NOBODY = (audio, offset, timestampSamples) -> {};

  private final CarrierTimeline timeline;
  private final Tally tally;
  private final byte[] keptFrame;
  private final Object lock = new Object();
  private final FrameRing kept; // this and all below guarded by lock
  private State state = State.NO_PEER;
  private FrameSink peer = NOBODY;
  private @Nullable Runnable whenQuiet;
  private @Nullable Taps taps;
  private @Nullable KeyDetection keys;

  CallerAudio(AudioFormat format, Tally tally) {
    this.timeline = new CarrierTimeline(format, this::onFrame, tally);
    this.tally = tally;
    this.keptFrame = new byte[format.bytesPerFrame()];
    this.kept = new FrameRing(format.bytesPerFrame(), KEPT_FRAMES);
  }

  /** A piece of any length, from the socket's reader. */
  void take(byte[] audio, int offset, int length, long timestampMs) {
    timeline.take(audio, offset, length, timestampMs);
  }

  /** From now on the taps hear it too, from the first frame that is kept; null if none do. */
  void tap(@Nullable Taps next) {
    synchronized (lock) {
      taps = next;
      if (next != null) {
        kept.forEach(next::frame);
      }
    }
  }

  /** From now on keys are sought in it; not any more if null. */
  void detect(@Nullable KeyDetection next) {
    synchronized (lock) {
      keys = next;
    }
  }

  /** A peer is about to be started. */
  void attach(FrameSink next) {
    synchronized (lock) {
      peer = next;
      state = State.STARTING;
    }
  }

  /**
   * The peer has started: gives it what was kept, on this thread, and from now on all that comes.
   */
  void open() {
    while (deliverKept()) {}
  }

  /**
   * The peer takes nothing more.
   *
   * @param quiet run once, when no frame is with the peer any more: at once, or by the thread that
   *     delivers one
   */
  void close(Runnable quiet) {
    synchronized (lock) {
      if (state == State.DELIVERING) {
        whenQuiet = quiet;
        return;
      }
      forgetPeer();
    }
    quiet.run();
  }

  private boolean deliverKept() {
    FrameSink to;
    long timestampSamples;
    synchronized (lock) {
      if (state != State.STARTING) {
        return false;
      }
      if (!kept.poll(keptFrame)) {
        state = State.OPEN;
        return false;
      }
      state = State.DELIVERING;
      to = peer;
      timestampSamples = kept.position();
    }
    deliver(to, keptFrame, 0, timestampSamples, State.STARTING);
    return true;
  }

  private void onFrame(byte[] audio, int offset, long timestampSamples) {
    FrameSink to = null;
    boolean roomy = true;
    @Nullable Taps listeners;
    @Nullable KeyDetection detection;
    synchronized (lock) {
      listeners = taps;
      detection = keys;
      if (state == State.OPEN) {
        state = State.DELIVERING;
        to = peer;
      } else {
        roomy = kept.add(audio, offset, timestampSamples);
      }
    }
    if (listeners != null) {
      listeners.frame(audio, offset, timestampSamples);
    }
    if (detection != null) {
      detection.frame(audio, offset);
    }
    if (to != null) {
      deliver(to, audio, offset, timestampSamples, State.OPEN);
    } else if (!roomy) {
      tally.add(Tally.Event.EARLY_DROPPED);
    }
  }

  private void deliver(
      FrameSink to, byte[] audio, int offset, long timestampSamples, State afterwards) {
    try {
      to.onFrame(audio, offset, timestampSamples);
    } finally {
      comeBack(afterwards);
    }
  }

  private void comeBack(State afterwards) {
    Runnable quiet;
    synchronized (lock) {
      quiet = whenQuiet;
      if (quiet == null) {
        state = afterwards;
        return;
      }
      forgetPeer();
    }
    quiet.run();
  }

  private void forgetPeer() {
    state = State.NO_PEER;
    peer = NOBODY;
    whenQuiet = null;
  }
}
