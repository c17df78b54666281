package io.callrouter;

import io.callrouter.internal.stream.StreamCounters;

/**
 * Counts what a stream that is over could not carry and what went wrong on it; it has logged that
 * itself.
 */
final class StreamCount {
  private final Counters counters;

  StreamCount(Counters counters) {
    this.counters = counters;
  }

  void audio(StreamCounters stream) {
    counters.add("audio.in.dropped", stream.earlyFramesDropped() + stream.lateFramesDropped());
    counters.add("audio.in.filled", stream.framesFilled());
    counters.add("audio.out.dropped", stream.liveFramesRefused() + stream.liveFramesTrimmed());
    counters.add("audio.out.underruns", stream.underruns());
    counters.add("endpoints.failed", stream.endpointsFailed());
    counters.add("endpoints.stuck", stream.endpointsStuck());
  }

  /** Later than the rest, since taps may fail at their end. */
  void taps(StreamCounters stream) {
    counters.add("audio.tap.dropped", stream.tapFramesDropped());
    counters.add("taps.failed", stream.tapsFailed());
  }
}
