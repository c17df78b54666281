package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.STREAM_SID;

import java.util.List;

/** Messages as Twilio sends them. */
final class MediaMessages {
  static final String CONNECTED =
      "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}";
  static final String START =
      start(
          "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}",
          "{\"token\":\"t-1\",\"other\":\"x\"}");
  static final String MEDIA =
      event(
          "media",
          "2",
          "{\"track\":\"inbound\",\"chunk\":\"1\",\"timestamp\":\"20\",\"payload\":\"//////8=\"}");
  static final String DTMF = event("dtmf", "9", "{\"track\":\"inbound_track\",\"digit\":\"5\"}");
  static final String MARK = event("mark", "12", "{\"name\":\"u-7\"}");
  static final String STOP =
      event(
          "stop",
          "90",
          "{\"accountSid\":\"" + ACCOUNT_SID + "\",\"callSid\":\"" + CALL_SID + "\"}");
  static final List<String> ALL = List.of(CONNECTED, START, MEDIA, DTMF, MARK, STOP);

  private MediaMessages() {}

  static String start(String mediaFormat, String customParameters) {
    return event(
        "start",
        "1",
        "{\"accountSid\":\""
            + ACCOUNT_SID
            + "\",\"streamSid\":\""
            + STREAM_SID
            + "\",\"callSid\":\""
            + CALL_SID
            + "\",\"tracks\":[\"inbound\"],\"customParameters\":"
            + customParameters
            + ",\"mediaFormat\":"
            + mediaFormat
            + "}");
  }

  static String media(String timestamp, String payload) {
    return event(
        "media",
        "3",
        "{\"track\":\"inbound\",\"chunk\":\"2\",\"timestamp\":"
            + timestamp
            + ",\"payload\":\""
            + payload
            + "\"}");
  }

  private static String event(String event, String sequenceNumber, String object) {
    return "{\"event\":\""
        + event
        + "\",\"sequenceNumber\":\""
        + sequenceNumber
        + "\",\"streamSid\":\""
        + STREAM_SID
        + "\",\""
        + event
        + "\":"
        + object
        + "}";
  }
}
