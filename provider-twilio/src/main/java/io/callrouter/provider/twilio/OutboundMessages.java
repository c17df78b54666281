package io.callrouter.provider.twilio;

import io.callrouter.spi.wire.MessageTemplate;

/**
 * Writes the messages of one stream to Twilio, with exactly the fields it knows: it drops a message
 * that has one more or one less. For use by one thread at a time.
 */
final class OutboundMessages {
  private static final String END = "\"}}";

  private final MessageTemplate media;
  private final MessageTemplate mark;
  private final String clear;

  /**
   * Made when the stream has begun.
   *
   * @param streamSid letters and digits only
   */
  OutboundMessages(String streamSid) {
    media = new MessageTemplate(beginning("media", streamSid) + ",\"media\":{\"payload\":\"", END);
    mark = new MessageTemplate(beginning("mark", streamSid) + ",\"mark\":{\"name\":\"", END);
    clear = beginning("clear", streamSid) + "}";
  }

  private static String beginning(String event, String streamSid) {
    return "{\"event\":\"" + event + "\",\"streamSid\":\"" + streamSid + "\"";
  }

  String media(byte[] audio, int offset, int length) {
    return media.withBase64(audio, offset, length);
  }

  String mark(String name) {
    return mark.withText(name);
  }

  String clear() {
    return clear;
  }
}
