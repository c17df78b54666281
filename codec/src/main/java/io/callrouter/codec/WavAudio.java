package io.callrouter.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The audio of a WAV file, whole in memory, as linear 16-bit samples.
 *
 * <p>Reads RIFF/WAVE files of one or two channels at any rate: 16-bit PCM (format tag 1), A-law (6)
 * and &micro;-law (7), the two laws decoded. Writes 16-bit PCM. For recordings that grow while a
 * call lasts, see {@link WavWriter}.
 *
 * <p>The array of samples is shared, not copied: neither who made an instance nor who takes its
 * samples may change them. Instances may be used from any thread.
 *
 * @since 0.1
 */
public final class WavAudio {
  /** The largest file that is read, in bytes: 128 MiB, over two hours of a call at 8 kHz. */
  public static final int MAX_FILE_BYTES = 128 << 20;

  private final int sampleRateHz;
  private final int channels;
  private final short[] samples;

  /**
   * Makes audio of samples.
   *
   * @param sampleRateHz rate per channel, at least 1
   * @param channels 1 or 2
   * @param samples 16-bit samples, left and right taking turns if there are two channels
   * @throws IllegalArgumentException if a value is out of its range, or the last sample lacks its
   *     other channel
   */
  public WavAudio(int sampleRateHz, int channels, short[] samples) {
    requireSupported(sampleRateHz, channels);
    if (samples.length % channels != 0) {
      throw new IllegalArgumentException(
          samples.length + " samples cannot be divided among " + channels + " channels");
    }
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.samples = samples;
  }

  /**
   * Reads a file; blocks while it does.
   *
   * @param file a WAV file
   * @return its audio
   * @throws WavException if its content is broken, not supported or over {@link #MAX_FILE_BYTES}
   * @throws IOException if it cannot be read
   */
  public static WavAudio read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Reads a stream up to its end; blocks while it does, and does not close it.
   *
   * @param in a WAV file from its first byte, such as a resource
   * @return its audio
   * @throws WavException if its content is broken, not supported or over {@link #MAX_FILE_BYTES}
   * @throws IOException if it cannot be read
   */
  public static WavAudio read(InputStream in) throws IOException {
    return read(in, MAX_FILE_BYTES);
  }

  static WavAudio read(InputStream in, int maxBytes) throws IOException {
    byte[] file = in.readNBytes(maxBytes + 1);
    if (file.length > maxBytes) {
      throw new WavException("The file is larger than " + maxBytes + " bytes: split it");
    }
    return WavParser.parse(file);
  }

  /**
   * Writes a file, replacing one that is there; blocks while it does.
   *
   * @param file where to write
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    try (WavWriter writer = WavWriter.create(file, sampleRateHz, channels)) {
      writer.write(samples, 0, samples.length);
    }
  }

  /**
   * Returns this audio as one channel, the mean of both if there are two.
   *
   * @return audio with one channel, this if it has one already
   */
  public WavAudio toMono() {
    if (channels == 1) {
      return this;
    }
    short[] mono = new short[samples.length / 2];
    for (int i = 0; i < mono.length; i++) {
      mono[i] = (short) ((samples[2 * i] + samples[2 * i + 1]) >> 1);
    }
    return new WavAudio(sampleRateHz, 1, mono);
  }

  /**
   * Returns the sampling rate.
   *
   * @return rate per channel in Hz
   */
  public int sampleRateHz() {
    return sampleRateHz;
  }

  /**
   * Returns the number of channels.
   *
   * @return 1 or 2
   */
  public int channels() {
    return channels;
  }

  /**
   * Returns the samples themselves, not a copy.
   *
   * @return 16-bit samples, left and right taking turns if there are two channels
   */
  public short[] samples() {
    return samples;
  }

  static void requireSupported(int sampleRateHz, int channels) {
    if (sampleRateHz < 1) {
      throw new IllegalArgumentException("A sampling rate is positive, not " + sampleRateHz);
    }
    if (channels != 1 && channels != 2) {
      throw new IllegalArgumentException("WAV audio has 1 or 2 channels here, not " + channels);
    }
  }
}
