package io.callrouter.media;

import io.callrouter.call.Recording;
import io.callrouter.codec.WavWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A WAV file of two channels whose samples lie where their timestamps say. */
final class RecordingFile implements Closeable {
  /** Streams of one call, each of which has a file. */
  private static final int MOST_FILES = 1000;

  private static final int CHANNELS = 2;
  private static final int SAMPLE_BYTES = 2;
  private static final int BLOCK_BYTES = CHANNELS * SAMPLE_BYTES;

  private final String callId;
  private final Path path;
  final WavWriter wav;
  private final Instant startedAt;
  private final byte[] both;
  private final byte[] silence;
  private long position; // of the next sample, on the stream's clock
  private boolean broken;

  private RecordingFile(
      String callId, Path path, WavWriter wav, AudioFrame first, Instant startedAt) {
    this.callId = callId;
    this.path = path;
    this.wav = wav;
    this.startedAt = startedAt;
    this.both = new byte[CHANNELS * first.format().bytesPerFrame()];
    this.silence = new byte[both.length];
    this.position = first.timestampSamples();
  }

  /** A new file in a directory, which is made if need be, that begins where this frame does. */
  static RecordingFile create(Path directory, String callId, AudioFrame first, Instant startedAt)
      throws IOException {
    try {
      Path path = newFile(directory, callId);
      WavWriter wav = WavWriter.create(path, first.format().sampleRateHz(), CHANNELS);
      return new RecordingFile(callId, path, wav, first, startedAt);
    } catch (IOException e) {
      throw new IOException(
          "call %s is not recorded, since no file can be made in %s (%s): it must be a directory that the host may write to"
              .formatted(callId, directory, e),
          e);
    }
  }

  private static Path newFile(Path directory, String callId) throws IOException {
    Files.createDirectories(directory);
    for (int n = 1; n < MOST_FILES; n++) {
      try {
        return Files.createFile(directory.resolve(callId + (n == 1 ? "" : "-" + n) + ".wav"));
      } catch (FileAlreadyExistsException e) {
        // An earlier stream of the call has that one.
      }
    }
    throw new IOException("there are " + MOST_FILES + " recordings of the call");
  }

  /** Silence on both sides up to a position; none if that is behind. */
  void fillUpTo(long to) throws IOException {
    while (position < to) {
      append(silence, (int) Math.min(to - position, silence.length / BLOCK_BYTES));
    }
  }

  /** Two frames of L16 that begin where the file stands. */
  void write(AudioFrame left, AudioFrame right) throws IOException {
    byte[] leftBytes = left.array();
    byte[] rightBytes = right.array();
    for (int i = 0; i < left.length(); i += SAMPLE_BYTES) {
      both[2 * i] = leftBytes[left.offset() + i];
      both[2 * i + 1] = leftBytes[left.offset() + i + 1];
      both[2 * i + 2] = rightBytes[right.offset() + i];
      both[2 * i + 3] = rightBytes[right.offset() + i + 1];
    }
    append(both, left.length() / SAMPLE_BYTES);
  }

  private void append(byte[] audio, int samples) throws IOException {
    try {
      wav.write(audio, 0, samples * BLOCK_BYTES);
      position += samples;
    } catch (IOException e) {
      broken = true;
      throw stopped(e);
    }
  }

  /** Completes the file; what is on the disk can be read even if this fails. */
  @Override
  public void close() throws IOException {
    try {
      wav.close();
    } catch (IOException e) {
      if (!broken) { // which has been told otherwise
        throw stopped(e);
      }
    }
  }

  /** What there is of it for whoever reads it now. */
  Recording recording() {
    return new Recording(path.getFileName().toString(), path.toUri(), startedAt, wav.duration());
  }

  private IOException stopped(IOException cause) {
    return new IOException(
        "call %s: its recording in %s ends after %d s (%s): see whether the disk is full or gone; what is in the file stays"
            .formatted(callId, path, wav.duration().toSeconds(), cause),
        cause);
  }
}
