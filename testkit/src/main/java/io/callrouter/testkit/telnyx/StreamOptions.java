package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stream was asked for.
 *
 * @param track whose audio is sent
 * @param sent the format of the audio that is sent
 * @param taken the format of the audio that is played; null if raw audio is not asked for, and
 *     ignored without a word
 * @param bigEndian the byte order of L16
 * @param authToken empty if there is none
 */
record StreamOptions(
    URI url,
    String track,
    StreamFormat sent,
    @Nullable StreamFormat taken,
    boolean bigEndian,
    String authToken,
    Map<String, String> customParameters) {
  /** The header of the handshake that brings the token. */
  static final String AUTH_TOKEN = "x-telnyx-streaming-auth-token";

  private static final String INBOUND = "inbound_track";
  private static final String BOTH = "both_tracks";
  private static final int RATE_HZ = 8000;

  /**
   * The stream that a command asks for, or null if it asks for none.
   *
   * @throws ApiRefusal if it asks for what is not simulated
   */
  static @Nullable StreamOptions of(ObjectNode body, TelnyxCallOptions call) throws ApiRefusal {
    String url = body.path("stream_url").asText("");
    if (url.isEmpty()) {
      return null;
    }
    String track = body.path("stream_track").asText(INBOUND);
    StreamFormat taken = taken(body);
    boolean simulated = track.equals(INBOUND) || (track.equals(BOTH) && taken == null);
    if (!simulated) {
      throw new ApiRefusal(
          ApiError.badValue(
              "stream_track", "Not simulated: both tracks only where nothing is played."));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (JsonNode parameter : body.path("custom_parameters")) {
      parameters.put(parameter.path("name").asText(), parameter.path("value").asText());
    }
    return new StreamOptions(
        URI.create(url),
        track,
        sent(body, call.legCodec()),
        taken,
        call.bigEndian(),
        body.path("stream_auth_token").asText(""),
        parameters);
  }

  /** Whether it brings what the caller says and hears, and takes nothing. */
  boolean isTap() {
    return track.equals(BOTH);
  }

  /**
   * No field says at which rate the carrier sends L16: here at the rate of the other direction if
   * that is L16, too, else at 16 kHz, the only one the carrier's guide has for it.
   */
  private static StreamFormat sent(ObjectNode body, String legCodec) throws ApiRefusal {
    String codec = body.path("stream_codec").asText("default");
    String wanted = codec.equals("default") ? legCodec : codec;
    if (!wanted.equals(StreamFormat.L16)) {
      return StreamFormat.of("stream_codec", wanted, RATE_HZ);
    }
    StreamFormat other = taken(body);
    return other != null && other.encoding().equals(StreamFormat.L16)
        ? other
        : StreamFormat.of("stream_codec", wanted, 2 * RATE_HZ);
  }

  private static @Nullable StreamFormat taken(ObjectNode body) throws ApiRefusal {
    if (!body.path("stream_bidirectional_mode").asText("mp3").equals("rtp")) {
      return null;
    }
    return StreamFormat.of(
        "stream_bidirectional_codec",
        body.path("stream_bidirectional_codec").asText(StreamFormat.PCMU),
        body.path("stream_bidirectional_sampling_rate").asInt(RATE_HZ));
  }
}
