package io.callrouter.provider.telnyx;

import java.util.List;

/** Messages on a media socket as Telnyx sends them. */
final class MediaMessages {
  static final String STREAM_ID = "6a1c0f7e-0000-4000-8000-0000000000d1";
  static final String CALL_CONTROL_ID = "v3:abc-DEF_123==";
  static final String CONNECTED = "{\"event\":\"connected\",\"version\":\"1.0.0\"}";
  static final String CONNECTED_WITH_TOKEN =
      "{\"event\":\"connected\",\"version\":\"1.0.0\","
          + "\"connected\":{\"x-telnyx-streaming-auth-token\":\"t\"}}";
  static final String START = start("PCMU", 8000);
  static final String MEDIA = media("2", "40", "//////8=");
  static final String DTMF =
      "{\"event\":\"dtmf\",\"stream_id\":\""
          + STREAM_ID
          + "\",\"occurred_at\":\"2026-11-20T06:00:03.000000Z\",\"sequence_number\":\"7\","
          + "\"dtmf\":{\"digit\":\"5\"}}";
  static final String MARK = event("mark", "9", "{\"name\":\"u-7\"}");
  static final String STOP =
      event("stop", "50", "{\"user_id\":\"u\",\"call_control_id\":\"" + CALL_CONTROL_ID + "\"}");
  static final String ERROR =
      "{\"event\":\"error\",\"stream_id\":\""
          + STREAM_ID
          + "\",\"payload\":{\"code\":100003,\"title\":\"malformed_frame\",\"detail\":\"not JSON\"}}";
  static final List<String> ALL =
      List.of(CONNECTED, CONNECTED_WITH_TOKEN, START, MEDIA, DTMF, MARK, ERROR, STOP);

  private MediaMessages() {}

  static String start(String encoding, int sampleRateHz) {
    return startWith(
        "{\"encoding\":\"" + encoding + "\",\"sample_rate\":" + sampleRateHz + ",\"channels\":1}");
  }

  static String startWith(String mediaFormat) {
    return event(
        "start",
        "1",
        "{\"user_id\":\"u\",\"call_control_id\":\""
            + CALL_CONTROL_ID
            + "\",\"call_session_id\":\"s\",\"from\":\"+15550100001\",\"to\":\"+15550100002\","
            + "\"tags\":[],\"client_state\":\"eyJrIjoxfQ==\",\"custom_parameters\":{\"session\":\"s-1\"},"
            + "\"media_format\":"
            + mediaFormat
            + "}");
  }

  static String media(String chunk, String timestamp, String payload) {
    return event(
        "media",
        "4",
        "{\"track\":\"inbound\",\"chunk\":\""
            + chunk
            + "\",\"timestamp\":\""
            + timestamp
            + "\",\"payload\":\""
            + payload
            + "\"}");
  }

  private static String event(String event, String sequenceNumber, String object) {
    return "{\"event\":\""
        + event
        + "\",\"sequence_number\":\""
        + sequenceNumber
        + "\",\"stream_id\":\""
        + STREAM_ID
        + "\",\""
        + event
        + "\":"
        + object
        + "}";
  }
}
