package io.callrouter.internal.stream;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.internal.stream.CarrierTimeline.FrameSink;
import io.callrouter.media.AudioFormat;
import io.callrouter.time.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says, on its way to the peer: put in order, framed, kept while no peer takes it,
 * and cut off from a peer for good before that peer is told of its end.
 *
 * <p>A peer hears by its {@link Ear}:
 *
 * <pre>
 *     attach                open            kept is empty
 *   ----------> CATCHING_UP -----> (kept) ------------------> OPEN
 *                  ^   ^                                       ^ |
 *                  |   +-------- DELIVERING, one frame --------+ |
 *                  +---------- a frame from the timer -----------+
 *
 *   close leads from every state to CLOSED
 * </pre>
 *
 * <p>Two threads deliver: the peer's queue, which in {@link Ear#open} hands over what was kept, and
 * the socket's reader after that. Whoever delivers holds the state DELIVERING, and no lock, while
 * the peer's code runs. The reader then keeps its frame; a close leaves word, on which the
 * deliverer acts when it is back. So nobody waits for anybody, and nothing is delivered once a
 * close has come to rest.
 *
 * <p>A third thread brings frames and delivers none: the timer, which puts what waited too long for
 * a piece that is lost with what is kept, and has the peer's queue catch up.
 *
 * <p>A deliverer that does not come back keeps its ear, which is {@link Ear#leave left} to it: the
 * next peer gets another.
 */
final class CallerAudio {
  private enum State {
    CATCHING_UP,
    DELIVERING,
    OPEN,
    CLOSED
  }

  private static final int KEPT_FRAMES = 2000 / AudioFormat.FRAME_MS;

  private final ReorderBuffer order;
  private final CarrierTimeline timeline;
  private final Tally tally;
  private final int frameBytes;
  private volatile @Nullable KeyDetection keys;
  private boolean onReader; // belongs to the thread that the order lets through
  private final Object lock = new Object();
  private final FrameRing kept; // this and all below guarded by lock
  private @Nullable Ear ear;
  private @Nullable Taps taps;
  private boolean readerHeld;

  CallerAudio(AudioFormat format, Timekeeper timekeeper, Tally tally) {
    this.order = new ReorderBuffer(format, timekeeper, tally, this::onPiece);
    this.timeline = new CarrierTimeline(format, this::onFrame, tally);
    this.tally = tally;
    this.frameBytes = format.bytesPerFrame();
    this.kept = new FrameRing(frameBytes, KEPT_FRAMES);
  }

  /**
   * A piece of any length, from the socket's reader.
   *
   * @return how many bytes of silence were put between pieces since the last call
   */
  int take(long sequence, byte[] audio, int offset, int length, long timestampMs) {
    return order.take(sequence, audio, offset, length, timestampMs);
  }

  /** What still waits for others goes on, and nothing waits again. */
  void end() {
    order.end();
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
    keys = next;
  }

  /**
   * A peer is about to be started.
   *
   * @param whenKept has the peer's queue call {@link Ear#open} again; on the timer
   */
  Ear attach(FrameSink next, Runnable whenKept) {
    Ear given = new Ear(next, whenKept);
    synchronized (lock) {
      ear = given;
    }
    return given;
  }

  /** Whether the socket's reader was interrupted in a peer's code and has not come back. */
  boolean isReaderHeld() {
    synchronized (lock) {
      return readerHeld;
    }
  }

  private int onPiece(
      byte[] audio, int offset, int length, long timestampMs, boolean broughtByReader) {
    onReader = broughtByReader;
    return timeline.take(audio, offset, length, timestampMs);
  }

  private void onFrame(byte[] audio, int offset, long timestampSamples) {
    Ear to = null;
    Ear behind = null;
    boolean roomy = true;
    @Nullable Taps listeners;
    KeyDetection detection = keys;
    if (detection != null) {
      detection.frame(audio, offset);
    }
    synchronized (lock) {
      listeners = taps;
      Ear open = ear != null && ear.state == State.OPEN ? ear : null;
      if (open != null && onReader) {
        to = open;
        to.state = State.DELIVERING;
        to.reader = Thread.currentThread();
      } else {
        roomy = kept.add(audio, offset, timestampSamples);
        if (open != null) {
          behind = open;
          behind.state = State.CATCHING_UP;
        }
      }
    }
    if (listeners != null) {
      listeners.frame(audio, offset, timestampSamples);
    }
    if (to != null) {
      to.deliver(audio, offset, timestampSamples, State.OPEN);
    } else if (!roomy) {
      tally.add(Tally.Event.EARLY_DROPPED);
    }
    if (behind != null) {
      behind.whenKept.run();
    }
  }

  /** What one peer hears, from its attaching to its close. */
  final class Ear {
    private final FrameSink peer;
    private final Runnable whenKept;
    // All below is guarded by lock.
    private State state = State.CATCHING_UP;
    private @Nullable Runnable whenQuiet;
    private @Nullable Thread reader; // while it delivers

    private Ear(FrameSink peer, Runnable whenKept) {
      this.peer = peer;
      this.whenKept = whenKept;
    }

    /**
     * The peer has started or fallen behind: gives it what was kept, on this thread, and from now
     * on the reader gives it all that comes.
     */
    void open() {
      byte[] frame = new byte[frameBytes];
      for (int i = 0; i < KEPT_FRAMES; i++) {
        if (!deliverKept(frame)) {
          return;
        }
      }
      whenKept.run(); // a peer that is slow is not one that does not come back
    }

    /**
     * The peer takes nothing more.
     *
     * @param quiet run once, when no frame is with the peer any more: at once, or by the thread
     *     that delivers one
     */
    void close(Runnable quiet) {
      synchronized (lock) {
        if (state == State.DELIVERING) {
          whenQuiet = quiet;
          return;
        }
        shut();
      }
      quiet.run();
    }

    /** A closed peer may keep the frame it has; the next one need not wait for that. */
    void leave() {
      synchronized (lock) {
        if (ear == this) {
          ear = null;
        }
      }
    }

    /** Interrupts the socket's reader if it is with this peer, and says whether it is. */
    boolean interruptReader() {
      synchronized (lock) {
        if (reader == null) {
          return false;
        }
        readerHeld = true;
        reader.interrupt();
        return true;
      }
    }

    private boolean deliverKept(byte[] frame) {
      long timestampSamples;
      synchronized (lock) {
        if (state != State.CATCHING_UP) {
          return false;
        }
        if (!kept.poll(frame)) {
          state = State.OPEN;
          return false;
        }
        state = State.DELIVERING;
        timestampSamples = kept.position();
      }
      deliver(frame, 0, timestampSamples, State.CATCHING_UP);
      return true;
    }

    private void deliver(byte[] audio, int offset, long timestampSamples, State afterwards) {
      try {
        peer.onFrame(audio, offset, timestampSamples);
      } finally {
        comeBack(afterwards);
      }
    }

    private void comeBack(State afterwards) {
      Runnable quiet;
      synchronized (lock) {
        if (reader != null) {
          readerIsBack();
        }
        quiet = whenQuiet;
        if (quiet == null) {
          state = afterwards;
          return;
        }
        shut();
      }
      quiet.run();
    }

    private void shut() {
      state = State.CLOSED;
      whenQuiet = null;
      leave();
    }

    /** An interrupt was meant for the peer's code, not for what the reader does next. */
    private void readerIsBack() {
      reader = null;
      if (readerHeld) {
        readerHeld = false;
        Thread.interrupted();
      }
    }
  }
}
