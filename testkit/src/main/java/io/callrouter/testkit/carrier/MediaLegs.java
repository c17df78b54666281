package io.callrouter.testkit.carrier;

import io.callrouter.codec.G711;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All media streams of one call, one after another. May be used by any threads.
 *
 * @since 0.1
 */
public final class MediaLegs {
  private final CallClock clock;
  private final List<MediaLeg> legs = new ArrayList<>();

  MediaLegs(CallClock clock) {
    this.clock = clock;
  }

  /** Adds the next one. */
  public synchronized void add(MediaLeg leg) {
    legs.add(leg);
  }

  /** How many there have been. */
  public synchronized int count() {
    return legs.size();
  }

  /** The present stream, or the last one; null if there was none. */
  public synchronized @Nullable MediaLeg last() {
    return legs.isEmpty() ? null : legs.get(legs.size() - 1);
  }

  /** What the caller has heard since the start of the call: 16-bit samples at 8 kHz. */
  public synchronized short[] heard() {
    List<PlaybackBuffer.Piece> pieces = new ArrayList<>();
    legs.forEach(leg -> pieces.addAll(leg.heard()));
    // The clock is read last: what begins to be heard meanwhile must lie within the array.
    short[] heard = new short[sampleAt(clock.nanos())];
    for (PlaybackBuffer.Piece piece : pieces) {
      byte[] audio = piece.audio();
      G711.PCMU.decode(audio, 0, audio.length, heard, sampleAt(piece.startNanos()));
    }
    return heard;
  }

  /** Fills a frame that begins at that moment with what the caller heard. */
  public synchronized void overhear(byte[] frame, long frameNanos, long now) {
    Arrays.fill(frame, G711.PCMU.silence());
    legs.forEach(leg -> leg.overhear(frame, frameNanos, now));
  }

  /** What the application sent, heard or not: 16-bit samples at 8 kHz, without gaps. */
  public synchronized short[] received() {
    short[] all = new short[0];
    for (MediaLeg leg : legs) {
      byte[] audio = leg.received();
      if (audio.length == 0) {
        continue;
      }
      short[] more = Arrays.copyOf(all, all.length + audio.length);
      G711.PCMU.decode(audio, 0, audio.length, more, all.length);
      all = more;
    }
    return all;
  }

  private static int sampleAt(long nanos) {
    return (int) (nanos / PlaybackBuffer.SAMPLE_NANOS);
  }
}
