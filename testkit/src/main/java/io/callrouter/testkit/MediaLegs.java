package io.callrouter.testkit;

import io.callrouter.codec.G711;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All media streams of one call, one after another. */
final class MediaLegs {
  private final CallContext context;
  private final List<MediaLeg> legs = new ArrayList<>();

  MediaLegs(CallContext context) {
    this.context = context;
  }

  synchronized MediaLeg next() {
    String streamSid = context.account().idOf("MZ", context.callSid() + " stream " + legs.size());
    MediaLeg leg = new MediaLeg(streamSid, context);
    legs.add(leg);
    return leg;
  }

  /** The present stream, or the last one; null if there was none. */
  synchronized @Nullable MediaLeg last() {
    return legs.isEmpty() ? null : legs.get(legs.size() - 1);
  }

  /** What the caller has heard since the start of the call: 16-bit samples at 8 kHz. */
  synchronized short[] heard() {
    short[] heard = new short[sampleAt(context.clock().nanos())];
    for (MediaLeg leg : legs) {
      for (PlaybackBuffer.Piece piece : leg.heard()) {
        int at = sampleAt(piece.startNanos());
        int length = Math.min(piece.audio().length, heard.length - at);
        G711.PCMU.decode(piece.audio(), 0, length, heard, at);
      }
    }
    return heard;
  }

  /** Fills a frame that begins at that moment with what the caller heard. */
  synchronized void overhear(byte[] frame, long frameNanos, long now) {
    Arrays.fill(frame, G711.PCMU.silence());
    legs.forEach(leg -> leg.overhear(frame, frameNanos, now));
  }

  /** What the application sent, heard or not: 16-bit samples at 8 kHz, without gaps. */
  synchronized short[] received() {
    short[] all = new short[0];
    for (MediaLeg leg : legs) {
      byte[] audio = leg.received();
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
