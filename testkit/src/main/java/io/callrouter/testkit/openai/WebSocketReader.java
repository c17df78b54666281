package io.callrouter.testkit.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client sends on a WebSocket: whole text messages, and the control frames between
 * their pieces.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5">RFC 6455 §5</a>
 */
final class WebSocketReader {
  /** Base64 of the 15 MiB that one append may have, and room around it. */
  static final int LARGEST_MESSAGE = 24 << 20;

  private static final int LARGEST_CONTROL = 125;
  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final DataInputStream in;
  private final Listener listener;
  private @Nullable ByteArrayOutputStream message; // while one is in pieces

  /** Hears what a client sends. */
  interface Listener {
    void onText(String text) throws IOException;

    void onPing(byte[] payload);
  }

  /** How a client closed; 1005 if it gave no code. */
  record Close(int code, String reason) {}

  private static final class Frame {
    final boolean last;
    final int opcode;
    final byte[] payload;

    Frame(boolean last, int opcode, byte[] payload) {
      this.last = last;
      this.opcode = opcode;
      this.payload = payload;
    }
  }

  WebSocketReader(InputStream in, Listener listener) {
    this.in = new DataInputStream(in);
    this.listener = listener;
  }

  /**
   * Reads until the client closes.
   *
   * @throws WebSocketFault if it breaks the protocol
   * @throws IOException if the connection breaks
   */
  Close readAll() throws IOException {
    while (true) {
      Frame frame = frame();
      switch (frame.opcode) {
        case TEXT, CONTINUATION -> take(frame);
        case PING -> listener.onPing(frame.payload);
        case PONG -> {}
        case CLOSE -> {
          return close(frame.payload);
        }
        case BINARY -> throw new WebSocketFault(WebSocketFault.UNSUPPORTED, "text frames only");
        default -> throw protocol("an unknown opcode: " + frame.opcode);
      }
    }
  }

  private Frame frame() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int opcode = first & 0xF;
    boolean last = (first & FIN) != 0;
    if ((first & RESERVED) != 0) {
      throw protocol("a reserved bit without an extension");
    }
    if ((second & MASKED) == 0) {
      throw protocol("a client's frame that is not masked");
    }
    long length = length(second & ~MASKED);
    if (opcode >= CLOSE && (!last || length > LARGEST_CONTROL)) {
      throw protocol("a control frame that is long or in pieces");
    }
    ByteArrayOutputStream pieces = message;
    if (length + (pieces == null ? 0 : pieces.size()) > LARGEST_MESSAGE) {
      throw new WebSocketFault(WebSocketFault.TOO_BIG, "a message of more than 24 MiB");
    }
    int mask = in.readInt();
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= (byte) (mask >>> (24 - 8 * (i % 4)));
    }
    return new Frame(last, opcode, payload);
  }

  private long length(int field) throws IOException {
    long length = field == 126 ? in.readUnsignedShort() : field == 127 ? in.readLong() : field;
    if (length < 0) {
      throw protocol("a negative length");
    }
    return length;
  }

  private void take(Frame frame) throws IOException {
    ByteArrayOutputStream pieces = message;
    if ((frame.opcode == CONTINUATION) == (pieces == null)) {
      throw protocol("pieces of a message in disorder");
    }
    if (pieces == null && frame.last) {
      listener.onText(text(frame.payload));
      return;
    }
    ByteArrayOutputStream more = pieces == null ? new ByteArrayOutputStream() : pieces;
    more.writeBytes(frame.payload);
    message = more;
    if (frame.last) {
      message = null;
      listener.onText(text(more.toByteArray()));
    }
  }

  private static Close close(byte[] payload) throws IOException {
    if (payload.length == 0) {
      return new Close(1005, "");
    }
    if (payload.length == 1) {
      throw protocol("half a close code");
    }
    int code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
    boolean standard = code >= 1000 && code <= 1014 && code != 1004;
    boolean known = standard && code != 1005 && code != 1006;
    boolean own = code >= 3000 && code <= 4999;
    if (!known && !own) {
      throw protocol("the close code " + code);
    }
    return new Close(code, text(Arrays.copyOfRange(payload, 2, payload.length)));
  }

  private static String text(byte[] bytes) throws WebSocketFault {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new WebSocketFault(WebSocketFault.NOT_UTF_8, "a text that is not UTF-8");
    }
  }

  private static WebSocketFault protocol(String what) {
    return new WebSocketFault(WebSocketFault.PROTOCOL, what);
  }
}
