package io.callrouter.media;

import io.callrouter.call.CallEndedException;
import io.callrouter.call.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recording of one stream. */
final class RecorderTap implements AudioTap {
  private static final Logger log = LoggerFactory.getLogger(RecorderTap.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String callId;
  private final Path directory;
  private final Set<RecorderTap> recording;
  private final PausedSpans paused = new PausedSpans();
  private volatile @Nullable TapContext context;
  @Nullable RecordingFile file; // used by the tap's callbacks only

  RecorderTap(String callId, Path directory, Set<RecorderTap> recording) {
    this.callId = callId;
    this.directory = directory;
    this.recording = recording;
  }

  boolean isOf(String call) {
    return callId.equals(call);
  }

  void pause(boolean on) {
    TapContext known = context;
    if (known != null) {
      paused.set(on, known.nowSamples());
    }
  }

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    return AudioFormat.l16(carrierFormat.sampleRateHz());
  }

  @Override
  public void onStart(TapContext started) {
    context = started;
    recording.add(this);
  }

  @Override
  public void onAudio(TapContext from, AudioFrame caller, AudioFrame heard) throws IOException {
    RecordingFile open = file;
    if (open == null) {
      open = RecordingFile.create(directory, callId, caller, startOf(from, caller));
      file = open;
    }
    long begin = caller.timestampSamples();
    long end = begin + caller.length() / caller.format().bytesPerSample();
    open.fillUpTo(begin);
    if (paused.touch(begin, end)) {
      open.fillUpTo(end);
    } else {
      open.write(caller, heard);
    }
  }

  /** When the first sample was said, by the router's clock. */
  private static Instant startOf(TapContext from, AudioFrame first) {
    long ago = from.nowSamples() - first.timestampSamples();
    long nanos = ago * NANOS_PER_SECOND / from.format().sampleRateHz();
    return from.timekeeper().now().minusNanos(nanos);
  }

  @Override
  public void onEnd(TapContext from) throws IOException {
    recording.remove(this);
    RecordingFile open = file;
    if (open != null) {
      try {
        open.close();
      } finally {
        report(from, open.recording());
      }
    }
  }

  private void report(TapContext from, Recording made) {
    try {
      from.call().addRecording(made);
      log.info("call {}: {}", callId, made);
    } catch (CallEndedException e) {
      log.warn("{}; the file stays in {}", e.getMessage(), directory);
    }
  }
}
