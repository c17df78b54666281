package io.callrouter.internal.stream;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The taps of one stream, and the clock they share: each frame of the caller's makes one pair.
 *
 * <p>A frame of the caller's waits until 300 ms of later ones are there. By then the marks, one
 * each 200 ms, have told what he heard meanwhile, and what comes unevenly has evened out. Frames
 * that came late all the same, in a burst, keep their places: what tells time here is their number.
 * Only before the first of them, and where the carrier's timestamps jump, does the router's clock
 * say how long the silence is.
 *
 * <p>Frames come on the socket's reader or the timer, which are held up by copies only.
 */
final class Taps {
  /** Says what the caller heard. */
  @FunctionalInterface
  interface Heard {
    /** The frame at that place of the caller's audio; called for one place after another. */
    void read(long place, byte[] into, int offset, CallerClock clock);
  }

  private static final int DELAY_FRAMES = 300 / AudioFormat.FRAME_MS;

  /** The longest silence filled; audio that the carrier plays beside it is kept no longer. */
  private static final int MOST_SILENT_FRAMES = 3000 / AudioFormat.FRAME_MS;

  private final TapSource source;
  private final Heard heard;
  private final int frameBytes;
  private final int samplesPerFrame;
  private final byte[] silence;

  private final Object lock = new Object();
  // All below is guarded by lock. Places are bytes, counted from the first frame that is kept or,
  // where none is, from when the taps began.
  private final Map<String, Tap> byName = new LinkedHashMap<>();
  private CallerClock clock;
  private final FrameRing waiting;
  private final byte[] pair;
  private Tap[] taps = {};
  private boolean begun;
  private long nextTimestamp;
  private long end;
  private int dropped;
  private boolean over;

  Taps(MediaStream stream, Heard heard) {
    AudioFormat format = stream.carrierFormat;
    this.source =
        new TapSource(
            stream.label,
            format,
            stream.outboundFormat,
            stream.timekeeper,
            stream.tally,
            this::position);
    this.heard = heard;
    frameBytes = format.bytesPerFrame();
    samplesPerFrame = frameBytes / format.bytesPerSample();
    silence = new byte[frameBytes];
    Arrays.fill(silence, format.silence());
    clock = new CallerClock(format, 0, stream.timekeeper.nanoTime());
    waiting = new FrameRing(frameBytes, DELAY_FRAMES);
    pair = new byte[source.bytesPerPair()];
  }

  /** From now on these listen: those that do already go on, others begin or end. */
  CompletableFuture<@Nullable Void> use(Map<String, TapFactory> wanted, ConnectContext context) {
    synchronized (lock) {
      if (!wanted.keySet().containsAll(byName.keySet())) {
        flush();
      }
      byName.entrySet().removeIf(entry -> endsUnless(wanted, entry));
      wanted.forEach(
          (name, factory) ->
              byName.computeIfAbsent(name, key -> Tap.begin(key, factory, context, source)));
      taps = byName.values().toArray(Tap[]::new);
      return CompletableFuture.allOf(
          byName.values().stream().map(Tap::over).toArray(CompletableFuture<?>[]::new));
    }
  }

  /** A frame of the caller's. */
  void frame(byte[] audio, int offset, long timestampSamples) {
    long now = source.timekeeper().nanoTime();
    synchronized (lock) {
      if (over) {
        return;
      }
      if (!begun || timestampSamples != nextTimestamp) {
        beginRow(now);
      }
      begun = true;
      nextTimestamp = timestampSamples + samplesPerFrame;
      take(audio, offset);
      clock.arrived(end, now);
    }
    countDropped();
  }

  /** Where the clock stands now, in bytes. */
  private long position() {
    long now = source.timekeeper().nanoTime();
    synchronized (lock) {
      return Math.max(0, clock.positionAt(now));
    }
  }

  /** There is no more audio. */
  void end() {
    synchronized (lock) {
      if (!over) {
        over = true;
        flush();
        byName.values().forEach(Tap::end);
      }
    }
    countDropped();
  }

  private static boolean endsUnless(Map<String, TapFactory> wanted, Map.Entry<String, Tap> tap) {
    boolean ends = !wanted.containsKey(tap.getKey());
    if (ends) {
      tap.getValue().end();
    }
    return ends;
  }

  /** The frame that comes now follows silence, and the clock goes on from there. */
  private void beginRow(long now) {
    long missing = Math.max(0, (clock.positionAt(now) - frameBytes - end) / frameBytes);
    if (!begun && missing <= DELAY_FRAMES) {
      missing = 0; // it may have come late, or in a piece with others
    }
    clock = new CallerClock(source.format(), end + (missing + 1) * frameBytes, now);
    if (missing > MOST_SILENT_FRAMES) {
      end += (missing - MOST_SILENT_FRAMES) * frameBytes;
      missing = MOST_SILENT_FRAMES;
    }
    for (; missing > 0; missing--) {
      take(silence, 0);
    }
  }

  private void take(byte[] audio, int offset) {
    if (waiting.size() == DELAY_FRAMES) {
      give();
    }
    waiting.add(audio, offset, end);
    end += frameBytes;
  }

  private void flush() {
    while (!waiting.isEmpty()) {
      give();
    }
  }

  private void give() {
    waiting.poll(pair);
    heard.read(waiting.position(), pair, frameBytes, clock);
    for (Tap tap : taps) {
      dropped += tap.add(pair, 0, waiting.position()) ? 0 : 1;
    }
  }

  /** Without the lock, since it may be logged. */
  private void countDropped() {
    int count;
    synchronized (lock) {
      count = dropped;
      dropped = 0;
    }
    if (count > 0) {
      source.tally().add(Tally.Event.TAP_DROPPED, count);
    }
  }
}
