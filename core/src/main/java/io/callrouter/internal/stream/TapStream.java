package io.callrouter.internal.stream;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.Track;
import io.callrouter.time.Timekeeper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The live audio of one call on a socket that only brings it, both sides, for one tap.
 *
 * <p>What the caller says and what he hears come from the carrier, and lie on its clock; nothing is
 * ever sent. Up to 2 s are kept until the tap is named.
 */
public final class TapStream implements CarrierStream {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int KEPT_PAIRS = 2000 / AudioFormat.FRAME_MS;
  private static final int TRACKS = Track.values().length;

  private final TapSource source;
  private final Side inbound;
  private final Side outbound;
  private final int frameBytes;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private final TrackPairs pairs;
  private CallerClock clock;
  private @Nullable FrameRing early; // null once there is a tap
  private @Nullable Tap tap;
  private boolean over;
  private long silenceBytes; // that was made of late, of the time that both tracks tell of
  private int earlyDropped;
  private int tapDropped;

  /**
   * A stream without a tap.
   *
   * @param label names the call in logs, such as {@code call 4f2a…}
   * @param notes is told what goes wrong
   */
  public TapStream(String label, AudioFormat format, Timekeeper timekeeper, Notes notes) {
    Tally tally = new Tally(label, timekeeper, notes);
    source = new TapSource(label, format, format, timekeeper, tally, this::position);
    inbound = new Side(Track.INBOUND);
    outbound = new Side(Track.OUTBOUND);
    frameBytes = format.bytesPerFrame();
    pairs = new TrackPairs(format, this::give, tally);
    clock = new CallerClock(format, 0, timekeeper.nanoTime());
    early = new FrameRing(2 * frameBytes, KEPT_PAIRS);
  }

  /** One track, from the carrier's pieces to frames. */
  private final class Side {
    final ReorderBuffer order;
    private final Track track;
    private final CarrierTimeline timeline;
    private long advanced; // by how many bytes a piece has made the pairs longer; guarded by lock

    Side(Track track) {
      this.track = track;
      this.timeline = new CarrierTimeline(source.format(), this::onFrame, source.tally());
      this.order =
          new ReorderBuffer(source.format(), source.timekeeper(), source.tally(), this::onPiece);
    }

    private int onPiece(byte[] audio, int offset, int length, long timestampMs, boolean onReader) {
      int filled = timeline.take(audio, offset, length, timestampMs);
      synchronized (lock) {
        long silence = advanced - length;
        silenceBytes += silence < frameBytes ? 0 : silence;
        advanced = 0;
      }
      return filled;
    }

    private void onFrame(byte[] audio, int offset, long timestampSamples) {
      long now = source.timekeeper().nanoTime();
      synchronized (lock) {
        if (over) {
          return;
        }
        long end = pairs.end();
        long place = pairs.take(track, audio, offset, timestampSamples);
        if (pairs.hasJumped()) {
          clock = new CallerClock(source.format(), place, now);
        }
        clock.arrived(place, now);
        advanced += pairs.end() - end;
      }
      countDropped();
    }
  }

  /** Has the tap listen, from the first frame that is kept; once. */
  public void tap(String name, TapFactory factory, ConnectContext context) {
    synchronized (lock) {
      FrameRing kept = early;
      if (over || kept == null) {
        return;
      }
      Tap begun = Tap.begin(name, factory, context, source);
      kept.forEach(begun::add);
      tap = begun;
      early = null;
    }
  }

  @Override
  public long audio(
      Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
    Side side = track == Track.INBOUND ? inbound : outbound;
    side.order.take(sequence, audio, offset, length, timestampMs);
    // Both tracks tell of the same time, but of silence only the one that comes first.
    return nanosOf(length) / TRACKS + nanosOf(takeSilence());
  }

  private long takeSilence() {
    synchronized (lock) {
      long silence = silenceBytes;
      silenceBytes = 0;
      return silence;
    }
  }

  /** None come on such a stream. */
  @Override
  public void mark(String name) {}

  /** None come on such a stream. */
  @Override
  public void digit(char digit) {}

  /** Never: nothing is sent. */
  @Override
  public boolean isStuck() {
    return false;
  }

  @Override
  public void end(String reason) {
    inbound.order.end();
    outbound.order.end();
    synchronized (lock) {
      if (over) {
        return;
      }
      pairs.flush();
      over = true;
      if (tap != null) {
        tap.end();
      }
    }
    countDropped();
  }

  @Override
  public StreamCounters counters() {
    return source.tally().snapshot();
  }

  @Override
  public CompletionStage<@Nullable Void> tapsOver() {
    synchronized (lock) {
      return tap == null ? CompletableFuture.completedFuture(null) : tap.over();
    }
  }

  /** Under the lock, as all that the pairs do. */
  private void give(byte[] pair, long place) {
    if (tap != null) {
      tapDropped += tap.add(pair, 0, place) ? 0 : 1;
    } else if (early != null) {
      earlyDropped += early.add(pair, 0, place) ? 0 : 1;
    }
  }

  /** Without the lock, since it may be logged. */
  private void countDropped() {
    int byTap;
    int atFirst;
    synchronized (lock) {
      byTap = tapDropped;
      atFirst = earlyDropped;
      tapDropped = 0;
      earlyDropped = 0;
    }
    if (byTap > 0) {
      source.tally().add(Tally.Event.TAP_DROPPED, byTap);
    }
    if (atFirst > 0) {
      source.tally().add(Tally.Event.EARLY_DROPPED, atFirst);
    }
  }

  private long nanosOf(long bytes) {
    return bytes * NANOS_PER_SECOND / source.format().bytesOf(1000);
  }

  private long position() {
    long now = source.timekeeper().nanoTime();
    synchronized (lock) {
      return Math.max(0, clock.positionAt(now));
    }
  }
}
