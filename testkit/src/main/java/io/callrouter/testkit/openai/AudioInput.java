package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.WavAudio;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The input audio buffer of a session: what the caller says, cut into turns by the samples, or by
 * the client where there is no turn detection.
 */
final class AudioInput {
  private static final int MOST_BYTES = 15 << 20;
  private static final int LEAST_COMMIT_MS = 100;
  private static final int KEPT_MS = 200; // More than the detector looks back.
  private static final int SPARE_MS = 500; // So that not every window moves the buffer.
  private static final int TICK_HZ = 24_000; // Whole ticks in a sample of any format.

  private final Outbox out;
  private final Turns turns;
  private WireAudio format = WireAudio.PCM;
  private @Nullable TurnDetection detection;
  private @Nullable TurnDetector detector;
  private short[] buffer = new short[0];
  private int length;
  private int scanned;
  private long startTicks; // of the buffer, in the session's audio
  private long speechMs;
  private @Nullable String speechItem; // while the caller speaks
  private long totalBytes;

  /** Who hears of turns. */
  interface Turns {
    String newItemId();

    /** The caller begins to speak. */
    void started();

    /** A turn is committed; a null detection means that the client did it. */
    void committed(String itemId, @Nullable WavAudio heard, @Nullable TurnDetection by);
  }

  AudioInput(Outbox out, Turns turns) {
    this.out = out;
    this.turns = turns;
  }

  /** What the session's settings say from now on. */
  void configure(WireAudio newFormat, @Nullable TurnDetection newDetection) {
    if (newFormat != format) {
      dropBefore(length);
      format = newFormat;
    }
    if (detector == null || newDetection == null || !newDetection.equals(detection)) {
      detector = newDetection == null ? null : new TurnDetector(newDetection);
      speechItem = null;
      scanned = length;
    }
    detection = newDetection;
  }

  void append(String base64) throws Refusal {
    byte[] bytes = decoded(base64);
    if (bytes.length > MOST_BYTES) {
      throw Refusal.invalid("audio", "Audio of more than 15 MiB in one event.");
    }
    if (bytes.length % format.sampleBytes() != 0) {
      throw Refusal.invalid("audio", "Audio of " + bytes.length + " bytes is not whole samples.");
    }
    totalBytes += bytes.length;
    short[] pcm = format.decode(bytes);
    if (length + pcm.length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + pcm.length));
    }
    System.arraycopy(pcm, 0, buffer, length, pcm.length);
    length += pcm.length;
    scan();
  }

  private static byte[] decoded(String base64) throws Refusal {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("audio", "Invalid 'audio'. Expected base64-encoded audio bytes.");
    }
  }

  private void scan() {
    TurnDetector finder = detector;
    TurnDetection by = detection;
    int window = samples(TurnDetector.WINDOW_MS);
    while (finder != null && by != null && finder == detector && scanned + window <= length) {
      TurnDetector.Change change = finder.push(buffer, scanned, window);
      scanned += window;
      switch (change) {
        case STARTED -> start(finder.onsetMs(), by);
        case STOPPED -> stop(by);
        case NONE -> {}
      }
      if (speechItem == null) {
        int spare = scanned - samples(by.prefixMs() + KEPT_MS);
        if (spare > samples(SPARE_MS)) {
          dropBefore(spare);
        }
      }
    }
  }

  private void start(int onsetMs, TurnDetection by) {
    String item = turns.newItemId();
    speechItem = item;
    speechMs = Math.max(ms(startTicks), scannedMs() - onsetMs - by.prefixMs());
    out.send(
        Outbox.event("input_audio_buffer.speech_started")
            .put("audio_start_ms", speechMs)
            .put("item_id", item));
    turns.started();
  }

  private void stop(TurnDetection by) {
    String item = speechItem;
    if (item == null) {
      return;
    }
    out.send(
        Outbox.event("input_audio_buffer.speech_stopped")
            .put("audio_end_ms", scannedMs())
            .put("item_id", item));
    WavAudio heard = slice(samples(speechMs - ms(startTicks)), scanned);
    speechItem = null;
    dropBefore(scanned);
    turns.committed(item, heard, by);
  }

  /** The client ends a turn. */
  void commit() throws Refusal {
    double bufferedMs = length * 1000.0 / format.sampleRateHz();
    if (bufferedMs < LEAST_COMMIT_MS) {
      throw Refusal.of(
          "input_audio_buffer_commit_empty",
          "Error committing input audio buffer: buffer too small. Expected at least "
              + LEAST_COMMIT_MS
              + "ms of audio, but buffer only has "
              + bufferedMs
              + "ms of audio.");
    }
    WavAudio heard = slice(0, length);
    String item = speechItem == null ? turns.newItemId() : speechItem;
    forget();
    turns.committed(item, heard, null);
  }

  /** The client takes back what was not committed. */
  void clear() {
    forget();
    out.send(Outbox.event("input_audio_buffer.cleared"));
  }

  /** The caller has said nothing for long; an empty turn. */
  void timeOut(TurnDetection by) {
    String item = turns.newItemId();
    ObjectNode event =
        Outbox.event("input_audio_buffer.timeout_triggered")
            .put("audio_start_ms", ms(startTicks))
            .put("audio_end_ms", scannedMs())
            .put("item_id", item);
    out.send(event);
    dropBefore(scanned);
    turns.committed(item, null, by);
  }

  private void forget() {
    dropBefore(length);
    speechItem = null;
    if (detector != null) {
      detector.reset();
    }
  }

  private WavAudio slice(int from, int to) {
    return new WavAudio(format.sampleRateHz(), 1, Arrays.copyOfRange(buffer, from, to));
  }

  private void dropBefore(int sample) {
    int drop = sample - sample % samples(TurnDetector.WINDOW_MS);
    if (sample == length) {
      drop = sample;
    }
    if (drop <= 0) {
      return;
    }
    System.arraycopy(buffer, drop, buffer, 0, length - drop);
    length -= drop;
    scanned = Math.max(0, scanned - drop);
    startTicks += (long) drop * (TICK_HZ / format.sampleRateHz());
  }

  private int samples(long ms) {
    return (int) (ms * format.sampleRateHz() / 1000);
  }

  private long scannedMs() {
    return ms(startTicks + (long) scanned * (TICK_HZ / format.sampleRateHz()));
  }

  private static long ms(long ticks) {
    return ticks * 1000 / TICK_HZ;
  }

  /** Whether the caller speaks just now. */
  boolean isSpeaking() {
    return speechItem != null;
  }

  /** All that was appended. */
  long totalBytes() {
    return totalBytes;
  }
}
