package io.callrouter.testkit.carrier;

import io.callrouter.codec.G711;
import io.callrouter.codec.WavAudio;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * The audio of one recording as it grows: µ-law at 8 kHz.
 *
 * @since 0.1
 */
public final class Tape {
  private static final int NOWHERE = -1;

  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private int soundStart = NOWHERE;
  private int soundEnd;

  /** Adds what comes next. */
  public void add(byte[] more) {
    for (int i = 0; i < more.length; i++) {
      if (!Voice.isSilence(more[i])) {
        soundStart = soundStart == NOWHERE ? audio.size() + i : soundStart;
        soundEnd = audio.size() + i + 1;
      }
    }
    audio.writeBytes(more);
  }

  /** Whether there is nothing but silence. */
  public boolean isEmpty() {
    return soundStart == NOWHERE;
  }

  /** All of it. */
  public Duration length() {
    return durationOf(audio.size());
  }

  /** How long there has been silence at the end. */
  public Duration silence() {
    return durationOf(audio.size() - soundEnd);
  }

  /** All of it, or all between the silence at its beginning and that at its end. */
  public WavAudio audio(boolean trimmed) {
    int from = trimmed && !isEmpty() ? soundStart : 0;
    int to = trimmed ? soundEnd : audio.size();
    short[] samples = new short[to - from];
    if (samples.length > 0) {
      G711.PCMU.decode(audio.toByteArray(), from, samples.length, samples, 0);
    }
    return new WavAudio(Voice.SAMPLE_RATE_HZ, 1, samples);
  }

  private static Duration durationOf(int samples) {
    return Duration.ofNanos(samples * PlaybackBuffer.SAMPLE_NANOS);
  }
}
