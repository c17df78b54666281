package io.callrouter.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Writes a WAV file of 16-bit PCM piece by piece, for recordings that grow while a call lasts.
 *
 * <p>Samples are gathered into blocks of 16 KiB, half a second of a call in two channels, so most
 * calls do not touch the disk, but any may block on it. The header's sizes are brought up to date
 * with each block: a file that was never closed, because its process died, reads up to the last
 * one. An instance belongs to one thread at a time; an interrupt does not hurt the file.
 *
 * @since 0.1
 */
public final class WavWriter implements Closeable {
  private static final int HEADER_BYTES = 44;
  private static final int BUFFER_BYTES = 1 << 14;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The size of the RIFF chunk, 32 bits, counts the header after its first eight bytes too. */
  private static final long MAX_DATA_BYTES = (1L << 32) - 2 - (HEADER_BYTES - 8);

  // Not a FileChannel: that one is closed for good when its thread is interrupted.
  private final RandomAccessFile file;
  private final int sampleRateHz;
  private final int channels;
  private final long maxDataBytes;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer header =
      ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private long acceptedBytes;
  private long storedBytes;
  private boolean closed;

  private WavWriter(RandomAccessFile file, int sampleRateHz, int channels, long maxDataBytes) {
    this.file = file;
    this.sampleRateHz = sampleRateHz;
    this.channels = channels;
    this.maxDataBytes = maxDataBytes;
  }

  /**
   * Creates a file, replacing one that is there.
   *
   * @param path where to write, on the default file system
   * @param sampleRateHz rate per channel, at least 1
   * @param channels 1 or 2
   * @return a writer, to be closed
   * @throws IllegalArgumentException if the rate or the number of channels is out of its range
   * @throws IOException if the file cannot be written
   */
  public static WavWriter create(Path path, int sampleRateHz, int channels) throws IOException {
    return create(path, sampleRateHz, channels, MAX_DATA_BYTES);
  }

  static WavWriter create(Path path, int sampleRateHz, int channels, long maxDataBytes)
      throws IOException {
    WavAudio.requireSupported(sampleRateHz, channels);
    var file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(0);
      var writer = new WavWriter(file, sampleRateHz, channels, maxDataBytes);
      writer.writeHeader();
      return writer;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Appends samples.
   *
   * @param pcm 16-bit samples, left and right taking turns if there are two channels
   * @param from index of the first sample
   * @param samples number of samples, of all channels together
   * @throws IllegalArgumentException if the last sample lacks its other channel
   * @throws IndexOutOfBoundsException if the range is not within {@code pcm}
   * @throws IOException if the writer is closed, the file would exceed the 4 GiB of the format, or
   *     the disk fails
   */
  public void write(short[] pcm, int from, int samples) throws IOException {
    Objects.checkFromIndexSize(from, samples, pcm.length);
    requireRoom((long) samples * Pcm16.BYTES);
    for (int i = from; i < from + samples; i++) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.putShort(pcm[i]);
    }
  }

  /**
   * Appends samples given as little-endian bytes.
   *
   * @param pcm 16-bit samples as bytes
   * @param from index of the first byte
   * @param bytes number of bytes
   * @throws IllegalArgumentException if the last sample is not whole or lacks its other channel
   * @throws IndexOutOfBoundsException if the range is not within {@code pcm}
   * @throws IOException if the writer is closed, the file would exceed the 4 GiB of the format, or
   *     the disk fails
   */
  public void write(byte[] pcm, int from, int bytes) throws IOException {
    Objects.checkFromIndexSize(from, bytes, pcm.length);
    requireRoom(bytes);
    for (int next = from; next < from + bytes; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(buffer.remaining(), from + bytes - next);
      buffer.put(pcm, next, part);
      next += part;
    }
  }

  /**
   * How long the audio is that the file holds for whoever reads it now, which is all of it once it
   * is closed.
   */
  public Duration duration() {
    return Duration.ofNanos(storedBytes / blockBytes() * NANOS_PER_SECOND / sampleRateHz);
  }

  /**
   * Writes what is left, completes the header and closes the file; does nothing the second time.
   *
   * @throws IOException if the disk fails; the file is closed all the same
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      completeFile();
    }
  }

  private void requireRoom(long bytes) throws IOException {
    if (closed) {
      throw new IOException("The WAV file is closed");
    }
    if (bytes % blockBytes() != 0) {
      throw new IllegalArgumentException(
          "%d bytes do not hold whole samples for %d channel(s)".formatted(bytes, channels));
    }
    if (acceptedBytes + bytes > maxDataBytes) {
      throw new IOException(
          "A WAV file holds at most %d bytes of audio: close it and begin another"
              .formatted(maxDataBytes));
    }
    acceptedBytes += bytes;
  }

  /** A disk that is full leaves a readable file of what is on it. */
  private void completeFile() throws IOException {
    try {
      flush();
    } finally {
      long onDisk = file.length() - HEADER_BYTES;
      storedBytes = onDisk - onDisk % blockBytes();
      writeHeader();
    }
  }

  /** The audio first: a header that claims too little is right, one that claims too much is not. */
  private void flush() throws IOException {
    int bytes = buffer.position();
    buffer.clear();
    file.write(buffer.array(), 0, bytes);
    storedBytes += bytes;
    writeHeader();
  }

  /** Leaves the file where the next audio goes. */
  private void writeHeader() throws IOException {
    header.clear();
    header.put(ascii("RIFF")).putInt((int) (HEADER_BYTES - 8 + storedBytes)).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(16);
    header.putShort((short) 1).putShort((short) channels);
    header.putInt(sampleRateHz).putInt(sampleRateHz * blockBytes());
    header.putShort((short) blockBytes()).putShort((short) (8 * Pcm16.BYTES));
    header.put(ascii("data")).putInt((int) storedBytes);
    file.seek(0);
    file.write(header.array());
    file.seek(HEADER_BYTES + storedBytes);
  }

  private int blockBytes() {
    return channels * Pcm16.BYTES;
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
