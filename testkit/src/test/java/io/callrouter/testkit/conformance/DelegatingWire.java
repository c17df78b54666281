package io.callrouter.testkit.conformance;

import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Track;

/** A media protocol that does what another does, for one that does one thing differently. */
class DelegatingWire implements MediaWire {
  private final MediaWire inner;

  DelegatingWire(MediaWire inner) {
    this.inner = inner;
  }

  @Override
  public Verdict read(String message, MediaEvents events) {
    return inner.read(message, heard(events));
  }

  /** What is told instead of what the wire tells. */
  MediaEvents heard(MediaEvents events) {
    return events;
  }

  @Override
  public String audio(byte[] audio, int offset, int length) {
    return inner.audio(audio, offset, length);
  }

  @Override
  public String mark(String name) {
    return inner.mark(name);
  }

  @Override
  public String clear() {
    return inner.clear();
  }

  /** Tells all on. */
  static class Events implements MediaEvents {
    private final MediaEvents events;

    Events(MediaEvents events) {
      this.events = events;
    }

    @Override
    public void onStart(MediaStart start) {
      events.onStart(start);
    }

    @Override
    public void onAudio(
        Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
      events.onAudio(track, sequence, audio, offset, length, timestampMs);
    }

    @Override
    public void onMark(String name) {
      events.onMark(name);
    }

    @Override
    public void onDigit(char digit) {
      events.onDigit(digit);
    }

    @Override
    public void onError(long code, String reason) {
      events.onError(code, reason);
    }

    @Override
    public void onStop() {
      events.onStop();
    }
  }
}
