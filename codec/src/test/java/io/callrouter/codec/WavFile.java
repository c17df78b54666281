package io.callrouter.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds WAV files chunk by chunk, right and wrong ones. */
final class WavFile {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  WavFile format(int tag, int channels, int sampleRateHz, int blockBytes, int bits) {
    ByteBuffer fmt = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    fmt.putShort((short) tag).putShort((short) channels).putInt(sampleRateHz);
    fmt.putInt(sampleRateHz * blockBytes).putShort((short) blockBytes).putShort((short) bits);
    return chunk("fmt ", fmt.array());
  }

  /** A chunk with its size and, where that is odd, the byte that pads it. */
  WavFile chunk(String name, byte[] body) {
    chunk(name, body.length, body);
    if (body.length % 2 != 0) {
      chunks.write(0);
    }
    return this;
  }

  /** A chunk that claims a size of its own. */
  WavFile chunk(String name, int size, byte[] body) {
    write(chunks, name, size, body);
    return this;
  }

  byte[] bytes() {
    return bytes("RIFF", 4 + chunks.size(), "WAVE");
  }

  byte[] bytes(String name, int size, String form) {
    var file = new ByteArrayOutputStream();
    write(file, name, size, form.getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(chunks.toByteArray());
    return file.toByteArray();
  }

  private static void write(ByteArrayOutputStream to, String name, int size, byte[] body) {
    to.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    to.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(size).array());
    to.writeBytes(body);
  }
}
