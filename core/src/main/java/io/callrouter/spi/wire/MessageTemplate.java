package io.callrouter.spi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A message that is always the same but for one string in it, such as audio or a mark's name.
 *
 * <p>For use by one thread at a time. A message with audio is put together in a buffer that keeps
 * what is always the same, and allocates the one string, as long as the audio keeps its length.
 *
 * @since 0.1
 */
public final class MessageTemplate {
  private final String beginning;
  private final byte[] end;
  private final int valueAt;
  private byte[] message;
  private byte[] piece = new byte[0];
  private byte[] base64 = new byte[0];

  /**
   * Made once for a socket.
   *
   * @param beginning all up to the quote that begins the string, that quote included; ASCII
   * @param end all from the quote that ends the string; ASCII
   */
  public MessageTemplate(String beginning, String end) {
    this.beginning = beginning;
    this.end = end.getBytes(StandardCharsets.US_ASCII);
    this.valueAt = beginning.length();
    this.message = (beginning + end).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The message with bytes as its string, in base64 with padding (RFC 4648 §4).
   *
   * @throws IndexOutOfBoundsException if the bytes are not within the array
   */
  public String withBase64(byte[] bytes, int offset, int length) {
    if (length != piece.length) {
      piece = new byte[length];
      base64 = new byte[(length + 2) / 3 * 4];
      message = Arrays.copyOf(message, valueAt + base64.length + end.length);
      System.arraycopy(end, 0, message, valueAt + base64.length, end.length);
    }
    // The JDK's encoder takes whole arrays only; two copies and it are twice as fast as a loop,
    // since the JVM has a vector form of it.
    System.arraycopy(bytes, offset, piece, 0, length);
    Base64.getEncoder().encode(piece, base64);
    System.arraycopy(base64, 0, message, valueAt, base64.length);
    return new String(message, StandardCharsets.ISO_8859_1);
  }

  /** The message with any text as its string, escaped where JSON wants it (RFC 8259 §7). */
  public String withText(String text) {
    StringBuilder written = new StringBuilder(beginning);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        written.append('\\').append(c);
      } else if (c < ' ') {
        written.append("\\u00").append(Character.forDigit(c >> 4, 16));
        written.append(Character.forDigit(c & 0xF, 16));
      } else {
        written.append(c);
      }
    }
    return written.append(new String(end, StandardCharsets.US_ASCII)).toString();
  }
}
