package io.callrouter.provider.twilio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes the messages of one stream to Twilio, with exactly the fields it knows: it drops a message
 * that has one more or one less.
 *
 * <p>For use by one thread at a time. A media message is put together in a buffer that begins with
 * what all of them have in common, and costs one string.
 */
final class OutboundMessages {
  private static final byte[] MEDIA_END = "\"}}".getBytes(StandardCharsets.US_ASCII);

  private final String markBeginning;
  private final String clear;
  private final int payloadAt;
  private byte[] media;
  private byte[] piece = new byte[0];
  private byte[] payload = new byte[0];

  /**
   * Made when the stream has begun.
   *
   * @param streamSid letters and digits only
   */
  OutboundMessages(String streamSid) {
    this.markBeginning =
        "{\"event\":\"mark\",\"streamSid\":\"" + streamSid + "\",\"mark\":{\"name\":\"";
    this.clear = "{\"event\":\"clear\",\"streamSid\":\"" + streamSid + "\"}";
    this.media =
        ("{\"event\":\"media\",\"streamSid\":\""
                + streamSid
                + "\",\"media\":{\"payload\":\""
                + "\"}}")
            .getBytes(StandardCharsets.US_ASCII);
    this.payloadAt = media.length - MEDIA_END.length;
  }

  String media(byte[] audio, int offset, int length) {
    if (length != piece.length) {
      piece = new byte[length];
      payload = new byte[(length + 2) / 3 * 4];
      media = Arrays.copyOf(media, payloadAt + payload.length + MEDIA_END.length);
      System.arraycopy(MEDIA_END, 0, media, payloadAt + payload.length, MEDIA_END.length);
    }
    // The JDK's encoder takes whole arrays only; two copies and it are twice as fast as a loop,
    // since the JVM has a vector form of it.
    System.arraycopy(audio, offset, piece, 0, length);
    Base64.getEncoder().encode(piece, payload);
    System.arraycopy(payload, 0, media, payloadAt, payload.length);
    return new String(media, StandardCharsets.ISO_8859_1);
  }

  String mark(String name) {
    StringBuilder message = new StringBuilder(markBeginning);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        message.append('\\').append(c);
      } else if (c < ' ') {
        message.append("\\u00").append(Character.forDigit(c >> 4, 16));
        message.append(Character.forDigit(c & 0xF, 16));
      } else {
        message.append(c);
      }
    }
    return message.append("\"}}").toString();
  }

  String clear() {
    return clear;
  }
}
