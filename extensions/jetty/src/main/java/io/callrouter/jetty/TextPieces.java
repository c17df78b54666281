package io.callrouter.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from frames (RFC 6455 §5.4); a media message is a frame of its own. Called
 * by one thread at a time.
 */
final class TextPieces {
  /** Of the longest message, if each of its characters takes as many bytes as one can. */
  static final int MAX_BYTES = 3 * WebHandler.MAX_MESSAGE_CHARS;

  private static final int NOT_UTF_8 = 1007; // RFC 6455 §7.4.1
  private static final int TOO_BIG = 1009;
  private static final char REPLACEMENT = '\uFFFD';

  private final MediaSocketListener listener;
  private final MediaSocket socket;
  private @Nullable ByteArrayOutputStream begun;
  private boolean refused;

  TextPieces(MediaSocketListener listener, MediaSocket socket) {
    this.listener = listener;
    this.socket = socket;
  }

  /** Takes a frame of a message, and tells the message with its last frame. */
  void take(Frame frame) {
    if (refused) {
      return;
    }
    boolean begins = frame.getOpCode() != OpCode.CONTINUATION;
    if (begins && frame.getOpCode() == OpCode.BINARY) {
      listener.onBinary();
    } else if (begins && frame.isFin()) {
      tell(bytes(frame.getPayload()));
    } else if (begins || begun != null) {
      goOn(frame);
    }
  }

  private void goOn(Frame frame) {
    ByteArrayOutputStream message = begun == null ? new ByteArrayOutputStream() : begun;
    begun = message;
    if (message.size() + frame.getPayloadLength() > MAX_BYTES) {
      refuse(TOO_BIG, "message too long");
      return;
    }
    message.writeBytes(bytes(frame.getPayload()));
    if (frame.isFin()) {
      begun = null;
      tell(message.toByteArray());
    }
  }

  private void tell(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes)) {
      refuse(NOT_UTF_8, "not UTF-8");
    } else if (text.length() > WebHandler.MAX_MESSAGE_CHARS) {
      refuse(TOO_BIG, "message too long");
    } else {
      listener.onText(text);
    }
  }

  private void refuse(int code, String reason) {
    refused = true;
    begun = null;
    socket.close(code, reason);
  }

  private static byte[] bytes(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
