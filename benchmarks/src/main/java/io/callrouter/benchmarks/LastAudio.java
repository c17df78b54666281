package io.callrouter.benchmarks;

import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire.Verdict;
import io.callrouter.spi.Track;
import org.jspecify.annotations.Nullable;

/** Takes the audio that a wire reads and nothing else. */
final class LastAudio implements MediaEvents {
  private byte @Nullable [] audio;

  byte @Nullable [] audio() {
    return audio;
  }

  static void requireTaken(Verdict verdict) {
    if (verdict != Verdict.TAKEN) {
      throw new IllegalStateException("the message was " + verdict);
    }
  }

  @Override
  public void onStart(MediaStart start) {}

  @Override
  public void onAudio(
      Track track, long sequence, byte[] piece, int offset, int length, long timestampMs) {
    audio = piece;
  }

  @Override
  public void onMark(String name) {}

  @Override
  public void onDigit(char digit) {}

  @Override
  public void onError(long code, String reason) {}

  @Override
  public void onStop() {}
}
