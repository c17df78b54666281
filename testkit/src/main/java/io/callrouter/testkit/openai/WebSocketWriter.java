package io.callrouter.testkit.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes whole frames to a WebSocket. Blocks while the client does not read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455 §5.2</a>
 */
final class WebSocketWriter {
  private static final int FIN = 0x80;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PONG = 0xA;
  private static final int LARGEST_HEAD = 10;
  private static final int LARGEST_REASON = 123;
  private static final int SMALL = 125;

  private final OutputStream out;

  WebSocketWriter(OutputStream out) {
    this.out = out;
  }

  void text(String message) throws IOException {
    frame(TEXT, message.getBytes(UTF_8));
  }

  void pong(byte[] payload) throws IOException {
    frame(PONG, payload);
  }

  void close(int code, String reason) throws IOException {
    byte[] words = reason.getBytes(UTF_8);
    byte[] fitting = Arrays.copyOf(words, Math.min(words.length, LARGEST_REASON));
    frame(
        CLOSE, ByteBuffer.allocate(2 + fitting.length).putShort((short) code).put(fitting).array());
  }

  private void frame(int opcode, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(LARGEST_HEAD + payload.length);
    frame.put((byte) (FIN | opcode));
    if (payload.length <= SMALL) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload);
    out.write(frame.array(), 0, frame.position());
    out.flush();
  }
}
