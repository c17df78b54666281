package io.callrouter.testkit.carrier;

import io.callrouter.codec.G711;
import io.callrouter.testkit.Handset;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a live handset hears of one stream: each sample once, in frames, as soon as they were
 * played.
 *
 * <p>All times are in ns since the call's start. Frames are taken under the stream's lock and
 * handed over without it, in order, by {@link #drain}.
 */
final class Earpiece {
  private static final long FRAME_NANOS = Handset.FRAME_SAMPLES * PlaybackBuffer.SAMPLE_NANOS;

  private final @Nullable Handset handset;
  private final PlaybackBuffer playback;
  private final SerialQueue outbox = new SerialQueue();
  private long position;

  /** Of a caller who may have no such handset: then nothing happens. */
  Earpiece(@Nullable Handset handset, PlaybackBuffer playback) {
    this.handset = handset;
    this.playback = playback;
  }

  /** The stream begins. */
  void begin(long now) {
    position = now - now % PlaybackBuffer.SAMPLE_NANOS; // where a sample of the buffer may begin
  }

  /** Takes the frames that are over; late ones are caught up with. */
  void takePlayed(long now) {
    while (position + FRAME_NANOS <= now) {
      take(Handset.FRAME_SAMPLES, now);
    }
  }

  /** Takes all that was played until the stream ended. */
  void takeRest(long now) {
    takePlayed(now);
    take((int) ((now - position) / PlaybackBuffer.SAMPLE_NANOS), now);
  }

  /** Hands over what was taken. */
  void drain() {
    outbox.drain();
  }

  private void take(int samples, long now) {
    Handset ear = handset;
    if (ear != null && samples > 0) {
      byte[] codes = new byte[samples];
      Arrays.fill(codes, G711.PCMU.silence());
      playback.lay(codes, position, now);
      short[] frame = new short[samples];
      G711.PCMU.decode(codes, 0, samples, frame, 0);
      Duration at = Duration.ofNanos(position);
      outbox.add(
          () -> {
            ear.hear(at, frame);
            return CompletableFuture.completedStage(null);
          });
    }
    position += samples * PlaybackBuffer.SAMPLE_NANOS;
  }
}
