package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaDialect;
import io.callrouter.testkit.carrier.MediaMessage;
import java.util.List;
import java.util.Map;

/**
 * What is said on the media socket of a stream that goes both ways.
 *
 * @param customParameters sent in the start message
 */
record TwilioDialect(String streamSid, TwilioMedia messages, Map<String, String> customParameters)
    implements MediaDialect {
  @Override
  public List<String> greeting() {
    return List.of(messages.connected());
  }

  @Override
  public String start() {
    return messages.start(customParameters);
  }

  @Override
  public String media(byte[] frame, long timestampMs) {
    return messages.media(frame, timestampMs);
  }

  @Override
  public String digit(char key) {
    return messages.dtmf(key);
  }

  @Override
  public String mark(String name) {
    return messages.mark(name);
  }

  @Override
  public String stop() {
    return messages.stop();
  }

  @Override
  public String unknown() {
    return messages.unknown();
  }

  @Override
  public MediaMessage read(String message) throws InvalidMediaMessage {
    return TwilioMessages.parse(message, streamSid);
  }

  @Override
  public int codeOf(Complaint complaint) {
    return switch (complaint) {
      case BUFFER_FULL -> 31931;
      case BINARY -> 31950;
      case INVALID -> 31951;
    };
  }
}
