package io.callrouter.testkit.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.testkit.carrier.Voice;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the carrier's messages of one media stream, numbered in the order they are written in. Not
 * safe for use by several threads.
 *
 * @see <a href="https://www.twilio.com/docs/voice/media-streams/websocket-messages">Media Streams
 *     messages</a>
 */
final class TwilioMedia {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String INBOUND = "inbound";
  private static final String OUTBOUND = "outbound";

  private final String accountSid;
  private final String callSid;
  private final String streamSid;
  private final List<String> tracks;
  private int sequence;
  private int inboundChunk;
  private int outboundChunk;

  /** The messages of a stream that goes both ways. */
  TwilioMedia(String accountSid, String callSid, String streamSid) {
    this(accountSid, callSid, streamSid, List.of(INBOUND));
  }

  /** The messages of a stream that brings both tracks. */
  static TwilioMedia bothTracks(String accountSid, String callSid, String streamSid) {
    return new TwilioMedia(accountSid, callSid, streamSid, List.of(INBOUND, OUTBOUND));
  }

  private TwilioMedia(String accountSid, String callSid, String streamSid, List<String> tracks) {
    this.tracks = tracks;
    this.accountSid = accountSid;
    this.callSid = callSid;
    this.streamSid = streamSid;
  }

  String connected() {
    return "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}";
  }

  String start(Map<String, String> customParameters) {
    Map<String, Object> start = new LinkedHashMap<>();
    start.put("accountSid", accountSid);
    start.put("streamSid", streamSid);
    start.put("callSid", callSid);
    start.put("tracks", tracks);
    start.put("customParameters", customParameters);
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("encoding", "audio/x-mulaw");
    format.put("sampleRate", Voice.SAMPLE_RATE_HZ);
    format.put("channels", 1);
    start.put("mediaFormat", format);
    return message("start", start);
  }

  /**
   * A frame of what the caller says.
   *
   * @param timestampMs its first sample's position since the stream's start
   */
  String media(byte[] frame, long timestampMs) {
    return media(INBOUND, ++inboundChunk, frame, timestampMs);
  }

  /** A frame of what the caller hears. */
  String heard(byte[] frame, long timestampMs) {
    return media(OUTBOUND, ++outboundChunk, frame, timestampMs);
  }

  private String media(String track, int chunk, byte[] frame, long timestampMs) {
    sequence++;
    // By hand: this one goes out 50 times a second for each call, and nothing in it needs escaping.
    return "{\"event\":\"media\",\"sequenceNumber\":\""
        + sequence
        + "\",\"streamSid\":\""
        + streamSid
        + "\",\"media\":{\"track\":\""
        + track
        + "\",\"chunk\":\""
        + chunk
        + "\",\"timestamp\":\""
        + timestampMs
        + "\",\"payload\":\""
        + Base64.getEncoder().encodeToString(frame)
        + "\"}}";
  }

  String dtmf(char digit) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("track", "inbound_track");
    key.put("digit", Character.toString(digit));
    return message("dtmf", key);
  }

  String mark(String name) {
    return message("mark", Map.of("name", name));
  }

  /** No event of the carrier. */
  String unknown() {
    return message("nobodyknows", Map.of("field", 1));
  }

  String stop() {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("accountSid", accountSid);
    call.put("callSid", callSid);
    return message("stop", call);
  }

  private String message(String event, Map<String, ?> content) {
    sequence++;
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("event", event);
    message.put("sequenceNumber", Integer.toString(sequence));
    message.put("streamSid", streamSid);
    message.put(event, content);
    try {
      return MAPPER.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of text are always JSON", e);
    }
  }
}
