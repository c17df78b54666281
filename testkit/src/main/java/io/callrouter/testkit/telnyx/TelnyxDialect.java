package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaDialect;
import io.callrouter.testkit.carrier.MediaMessage;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one media stream.
 *
 * <p>Fields that an application's message has too many are passed over here; what the original does
 * with them is not confirmed. Nor is it confirmed what it says of audio that is longer than 30 s:
 * here {@code invalid_media}.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/media-streaming">Media
 *     streaming over WebSockets</a>
 */
final class TelnyxDialect implements MediaDialect {
  private static final int MALFORMED_FRAME = 100_003;
  private static final int INVALID_MEDIA = 100_004;
  private static final int RATE_LIMIT = 100_005;

  private final StreamStart start;
  private final StreamOptions options;
  private final Consumer<Character> pressed;
  private final StreamCodec inbound;
  private final StreamCodec outbound;
  private final @Nullable StreamCodec taken;
  private int sequence;
  private int inboundChunk;
  private int outboundChunk;

  /**
   * The messages of a stream.
   *
   * @param pressed is told each key that goes out
   */
  TelnyxDialect(StreamStart start, StreamOptions options, Consumer<Character> pressed) {
    this.start = start;
    this.options = options;
    this.pressed = pressed;
    this.inbound = new StreamCodec(options.sent(), options.bigEndian());
    this.outbound = new StreamCodec(options.sent(), options.bigEndian());
    StreamFormat format = options.taken();
    this.taken = format == null ? null : new StreamCodec(format, options.bigEndian());
  }

  @Override
  public List<String> greeting() {
    ObjectNode connected = Json.object().put("event", "connected").put("version", "1.0.0");
    if (!options.authToken().isEmpty()) {
      connected.putObject("connected").put(StreamOptions.AUTH_TOKEN, options.authToken());
    }
    return List.of(text(connected));
  }

  @Override
  public String start() {
    return numbered("start", start.body(options));
  }

  @Override
  public String media(byte[] frame, long timestampMs) {
    return media("inbound", ++inboundChunk, frame, timestampMs);
  }

  /** A frame of what the caller hears; as {@link #media}. */
  String heard(byte[] frame, long timestampMs) {
    return media("outbound", ++outboundChunk, frame, timestampMs);
  }

  private String media(String track, int chunk, byte[] frame, long timestampMs) {
    sequence++;
    StreamCodec codec = track.equals("inbound") ? inbound : outbound;
    // By hand: this one goes out 50 times a second for each call, and nothing in it needs escaping.
    return "{\"event\":\"media\",\"sequence_number\":\""
        + sequence
        + "\",\"media\":{\"track\":\""
        + track
        + "\",\"chunk\":\""
        + chunk
        + "\",\"timestamp\":\""
        + timestampMs
        + "\",\"payload\":\""
        + Base64.getEncoder().encodeToString(codec.encode(frame))
        + "\"},\"stream_id\":\""
        + start.streamId()
        + "\"}";
  }

  @Override
  public String digit(char key) {
    pressed.accept(key);
    ObjectNode message = envelope("dtmf");
    message.put("occurred_at", LegEvents.text(start.now()));
    message.putObject("dtmf").put("digit", Character.toString(key));
    return text(message);
  }

  @Override
  public String mark(String name) {
    return numbered("mark", Json.object().put("name", name));
  }

  @Override
  public String stop() {
    return numbered(
        "stop",
        Json.object()
            .put("user_id", start.userId())
            .put("call_control_id", start.leg().ids().callControlId()));
  }

  @Override
  public String unknown() {
    return numbered("weather", Json.object().put("sky", "blue"));
  }

  @Override
  public MediaMessage read(String message) throws InvalidMediaMessage {
    ObjectNode json = Json.object(message.getBytes(UTF_8));
    if (json == null) {
      throw malformed("not a JSON object");
    }
    return switch (json.path("event").asText()) {
      case "media" -> media(json.path("media").path("payload"));
      case "mark" -> mark(json.path("mark").path("name"));
      case "clear" -> new MediaMessage.Clear();
      default -> throw malformed("no event that is known");
    };
  }

  @Override
  public int codeOf(Complaint complaint) {
    return switch (complaint) {
      case INVALID -> INVALID_MEDIA;
      case BINARY -> MALFORMED_FRAME;
      case BUFFER_FULL -> RATE_LIMIT;
    };
  }

  private MediaMessage media(JsonNode payload) throws InvalidMediaMessage {
    StreamFormat format = options.taken();
    if (!payload.isTextual()) {
      throw malformed("media without a payload");
    }
    byte[] audio = audio(payload.textValue());
    if (taken == null || format == null) {
      throw new InvalidMediaMessage("raw audio is ignored without stream_bidirectional_mode rtp");
    }
    if (audio.length > format.mostBytes()) {
      throw refused(INVALID_MEDIA, "invalid_media", "a message holds at most 30 s");
    }
    if (audio.length % format.bytesPerSample() != 0) {
      throw refused(INVALID_MEDIA, "invalid_media", "half a sample");
    }
    if (audio.length < format.leastBytes()) {
      throw new InvalidMediaMessage("less than 20 ms of audio is not played");
    }
    return new MediaMessage.Media(taken.decode(audio));
  }

  private byte[] audio(String payload) throws InvalidMediaMessage {
    try {
      return Base64.getDecoder().decode(payload);
    } catch (IllegalArgumentException e) {
      throw refused(INVALID_MEDIA, "invalid_media", "the payload is not base64");
    }
  }

  private MediaMessage mark(JsonNode name) throws InvalidMediaMessage {
    if (!name.isTextual()) {
      throw malformed("a mark without a name");
    }
    return new MediaMessage.Mark(name.textValue());
  }

  private InvalidMediaMessage malformed(String detail) {
    return refused(MALFORMED_FRAME, "malformed_frame", detail);
  }

  /** Refused, and told so: other faults are passed over without a word. */
  private InvalidMediaMessage refused(int code, String title, String detail) {
    ObjectNode message = Json.object().put("event", "error").put("stream_id", start.streamId());
    message.putObject("payload").put("code", code).put("title", title).put("detail", detail);
    return new InvalidMediaMessage(title + ": " + detail, text(message));
  }

  private String numbered(String event, ObjectNode content) {
    ObjectNode message = envelope(event);
    message.set(event, content);
    return text(message);
  }

  private ObjectNode envelope(String event) {
    return Json.object()
        .put("event", event)
        .put("sequence_number", Integer.toString(++sequence))
        .put("stream_id", start.streamId());
  }

  private static String text(ObjectNode message) {
    return new String(Json.bytes(message), UTF_8);
  }
}
