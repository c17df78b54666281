package io.callrouter.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a RIFF/WAVE file: chunks of a name, a size and a body, one after another.
 *
 * <p>Chunks other than {@code fmt } and {@code data} are skipped. A size that leads beyond the end
 * of what holds it is an error, never a reason to guess, and nothing is allocated by what the file
 * claims.
 */
final class WavParser {
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int PCM = 1;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;

  private WavParser() {}

  static WavAudio parse(byte[] file) throws WavException {
    ByteBuffer chunks = riffBody(ByteBuffer.wrap(file));
    Format format = null;
    while (chunks.remaining() >= CHUNK_HEADER_BYTES) {
      String name = name(chunks);
      ByteBuffer body = body(name, chunks);
      if (name.equals("fmt ")) {
        format = Format.parse(body);
      } else if (name.equals("data")) {
        if (format == null) {
          throw new WavException("The 'data' chunk comes before any 'fmt ' chunk");
        }
        return format.decode(body);
      }
    }
    throw new WavException("The file has no 'data' chunk");
  }

  private static ByteBuffer riffBody(ByteBuffer file) throws WavException {
    file.order(ByteOrder.LITTLE_ENDIAN);
    if (file.remaining() < CHUNK_HEADER_BYTES + 4 || !name(file).equals("RIFF")) {
      throw new WavException("Not a WAV file: it does not begin with 'RIFF'");
    }
    ByteBuffer body = body("RIFF", file);
    if (body.remaining() < 4 || !name(body).equals("WAVE")) {
      throw new WavException("Not a WAV file: the form of its 'RIFF' chunk is not 'WAVE'");
    }
    return body;
  }

  /** Four characters; what is not printable becomes '?', because names end up in messages. */
  private static String name(ByteBuffer from) {
    var name = new StringBuilder(4);
    for (int i = 0; i < 4; i++) {
      byte b = from.get();
      name.append(b >= ' ' && b <= '~' ? (char) b : '?');
    }
    return name.toString();
  }

  /** Takes a size and the bytes it announces, with the byte that pads an odd size. */
  private static ByteBuffer body(String name, ByteBuffer from) throws WavException {
    long size = Integer.toUnsignedLong(from.getInt());
    if (size > from.remaining()) {
      throw new WavException(
          "The '%s' chunk claims %d bytes, but only %d follow: the file was cut off, or written to a"
                  .formatted(name, size, from.remaining())
              + " stream that could not complete its header");
    }
    int start = from.position();
    int length = (int) size;
    from.position(Math.min(start + length + length % 2, from.limit()));
    return from.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private record Format(int tag, int channels, int sampleRateHz) {
    private static final int MIN_BYTES = 16;

    static Format parse(ByteBuffer fmt) throws WavException {
      if (fmt.remaining() < MIN_BYTES) {
        throw new WavException(
            "The 'fmt ' chunk has %d bytes, but needs %d".formatted(fmt.remaining(), MIN_BYTES));
      }
      int tag = Short.toUnsignedInt(fmt.getShort());
      int channels = Short.toUnsignedInt(fmt.getShort());
      int sampleRateHz = fmt.getInt();
      fmt.getInt(); // Bytes a second follow from the rest, and writers are known to get them wrong.
      int blockBytes = Short.toUnsignedInt(fmt.getShort());
      int bits = Short.toUnsignedInt(fmt.getShort());
      var format = new Format(tag, channels, sampleRateHz);
      format.requireSupported(bits);
      if (blockBytes != format.blockBytes()) {
        throw new WavException(
            "A block of %d channel(s) of %d bits has %d bytes, but the file says %d"
                .formatted(channels, bits, format.blockBytes(), blockBytes));
      }
      return format;
    }

    WavAudio decode(ByteBuffer data) throws WavException {
      int bytes = data.remaining();
      if (bytes % blockBytes() != 0) {
        throw new WavException(
            "The 'data' chunk has %d bytes, which is no multiple of its blocks of %d"
                .formatted(bytes, blockBytes()));
      }
      short[] samples = new short[bytes / sampleBytes()];
      if (bytes == 0) {
        return new WavAudio(sampleRateHz, channels, samples);
      }
      int begin = data.arrayOffset();
      switch (tag) {
        case A_LAW -> G711.PCMA.decode(data.array(), begin, bytes, samples, 0);
        case MU_LAW -> G711.PCMU.decode(data.array(), begin, bytes, samples, 0);
        default -> Pcm16.decode(data.array(), begin, bytes, samples, 0);
      }
      return new WavAudio(sampleRateHz, channels, samples);
    }

    private void requireSupported(int bits) throws WavException {
      boolean known = tag == PCM || tag == A_LAW || tag == MU_LAW;
      if (!known || bits != 8 * sampleBytes()) {
        throw new WavException(
            "Format tag %d with %d bits is not supported: convert the file to 16-bit PCM"
                .formatted(tag, bits));
      }
      if (channels != 1 && channels != 2) {
        throw new WavException("%d channels are not supported: use 1 or 2".formatted(channels));
      }
      if (sampleRateHz < 1) {
        throw new WavException(
            "A sampling rate of %s Hz is not possible"
                .formatted(Integer.toUnsignedString(sampleRateHz)));
      }
    }

    private int blockBytes() {
      return channels * sampleBytes();
    }

    private int sampleBytes() {
      return tag == PCM ? Pcm16.BYTES : 1;
    }
  }
}
