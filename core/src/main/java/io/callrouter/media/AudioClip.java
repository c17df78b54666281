package io.callrouter.media;

import io.callrouter.codec.DtmfTone;
import io.callrouter.codec.Resampler;
import io.callrouter.codec.WavAudio;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A piece of sound, kept in memory as L16 mono at 8, 16, 24 or 48 kHz.
 *
 * <p>Read once and played in any number of calls: what it is in a call's format is worked out when
 * the first call asks, and kept. May be used from any thread.
 *
 * @since 0.1
 */
public final class AudioClip {
  /** The longest clip, as much as one item may have waiting to be played. */
  public static final Duration MAX_LENGTH = Duration.ofMinutes(5);

  private static final int PIECE_MS = 1000;
  private static final int KEY_RATE_HZ = 8000;
  private static final int TONE_MS = 100;
  private static final int WAIT_MS = 500;

  private final AudioFormat format;
  private final short[] samples;
  private final Map<AudioFormat, byte[]> converted = new ConcurrentHashMap<>();

  private AudioClip(AudioFormat format, short[] samples) {
    this.format = format;
    this.samples = samples;
  }

  /**
   * Reads a WAV file: PCM of 16 bit, A-law or µ-law, of which two channels are mixed into one. May
   * block.
   *
   * @throws IOException if it cannot be read, or is no such file
   * @throws IllegalArgumentException if its sample rate is not 8000, 16000, 24000 or 48000 Hz, or
   *     it is longer than {@link #MAX_LENGTH}
   */
  public static AudioClip fromWav(Path file) throws IOException {
    return of(WavAudio.read(file));
  }

  /** As {@link #fromWav(Path)}, of a stream that is read to its end and left open. */
  public static AudioClip fromWav(InputStream file) throws IOException {
    return of(WavAudio.read(file));
  }

  /** As {@link #fromWav(Path)}, of a file's bytes. */
  public static AudioClip fromWav(byte[] file) throws IOException {
    return fromWav(new ByteArrayInputStream(file));
  }

  /**
   * The sound of a telephone's key, DTMF by ITU-T Q.23: 100 ms of its two tones, then 100 ms of
   * silence, so that what hears it tells one key from the next.
   *
   * @param key {@code 0-9 * # A-D}, or {@code w} for half a second of silence
   * @throws IllegalArgumentException if there is no such key
   */
  public static AudioClip key(char key) {
    AudioFormat format = AudioFormat.l16(KEY_RATE_HZ);
    if (key == 'w') {
      return new AudioClip(format, new short[WAIT_MS * KEY_RATE_HZ / 1000]);
    }
    short[] samples = new short[2 * TONE_MS * KEY_RATE_HZ / 1000];
    new DtmfTone(key, KEY_RATE_HZ, TONE_MS, DtmfTone.NOMINAL_LEVEL_DBM0)
        .read(samples, 0, samples.length);
    return new AudioClip(format, samples);
  }

  private static AudioClip of(WavAudio wav) {
    AudioFormat format = AudioFormat.l16(wav.sampleRateHz());
    AudioClip clip = new AudioClip(format, wav.toMono().samples());
    if (clip.length().compareTo(MAX_LENGTH) > 0) {
      throw new IllegalArgumentException(
          "a clip of " + clip.length() + " is longer than " + MAX_LENGTH + ": cut it into several");
    }
    return clip;
  }

  /** How long it plays. */
  public Duration length() {
    return format.durationOf((long) samples.length * format.bytesPerSample());
  }

  /**
   * Plays it: sends it all, converted, in pieces short enough that the first is heard at once, and
   * ends the item. Does not block.
   *
   * @param itemFormat the format of the endpoint that the item is of
   */
  public void sendTo(PlayItem item, AudioFormat itemFormat) {
    byte[] audio = converted.computeIfAbsent(itemFormat, this::convertTo);
    int piece = itemFormat.bytesOf(PIECE_MS);
    for (int sent = 0; sent < audio.length; sent += piece) {
      item.send(audio, sent, Math.min(piece, audio.length - sent));
    }
    item.end();
  }

  private byte[] convertTo(AudioFormat to) {
    Resampler resampler = Resampler.of(format.sampleRateHz(), to.sampleRateHz());
    // The filter lags: what it still holds of the clip at the end is pushed out by silence, and
    // what it gave before the clip's first sample is left off.
    int lag = resampler.delaySamples();
    int flush = (int) ((long) lag * format.sampleRateHz() / to.sampleRateHz()) + 1;
    short[] in = Arrays.copyOf(samples, samples.length + flush);
    short[] out = new short[resampler.maxOutput(in.length)];
    resampler.process(in, 0, in.length, out, 0);
    int length = (int) ((long) samples.length * to.sampleRateHz() / format.sampleRateHz());
    byte[] audio = new byte[length * to.bytesPerSample()];
    to.encoding().encode(out, lag, length, audio, 0);
    return audio;
  }
}
