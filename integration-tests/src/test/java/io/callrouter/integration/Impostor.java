package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCommand;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.web.WebRequest;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts together, in either carrier's words, what only a carrier should send: some of it genuine and
 * merely never sent, for others to be spoilt.
 */
record Impostor(Simulated kind, SimulatedCarrier carrier) {
  private static final Pattern MEDIA_URL =
      Pattern.compile("(?:\"stream_url\":|<Stream[^>]* url=)\"wss://[^/]*([^\"]*)\"");
  private static final int TOKEN_MAC_BYTES = 16;
  private static final Pattern EVENT_ID = Pattern.compile("\"id\":\"[^\"]*\"");

  /** A setting of the instance, whatever its name. */
  String setting(String name) {
    return carrier.settings().entrySet().stream()
        .filter(setting -> setting.getKey().endsWith(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** The carrier's id of a call that there never was. */
  String callId(int number) {
    return switch (kind) {
      case TWILIO -> "CA%032x".formatted(0xbad0000 + number);
      case TELNYX -> "v3:never-was-%d".formatted(number);
    };
  }

  /** A first webhook, signed by the account, of a call that the router does not know yet. */
  WebRequest newCall(WebRequest first, String knownId, int number) {
    String body = new String(first.body(), UTF_8).replace(knownId, callId(number));
    String eventId = "\"id\":\"%08d-0000-4000-8000-000000000000\"".formatted(number);
    return carrier.sign(withBody(first, EVENT_ID.matcher(body).replaceFirst(eventId)));
  }

  /** The path under which the carrier was told to open the call's media. */
  String mediaPath(SimulatedCaller caller) {
    String told =
        switch (kind) {
          case TWILIO -> String.join("\n", ((TwilioCaller) caller).documents());
          case TELNYX ->
              ((SimulatedTelnyx) carrier)
                  .commands().stream()
                      .filter(command -> command.callControlId().equals(caller.carrierId()))
                      .map(TelnyxCommand::body)
                      .reduce("", String::concat);
        };
    Matcher url = MEDIA_URL.matcher(told);
    if (!url.find()) {
      throw new AssertionError("the carrier was not told to open media");
    }
    return url.group(1);
  }

  /** A message that begins the media stream of a call. */
  String start(String callId) {
    return switch (kind) {
      case TWILIO ->
          """
          {"event":"start","sequenceNumber":"1","streamSid":"MZ%s","start":{"accountSid":"%s",\
          "streamSid":"MZ%s","callSid":"%s","tracks":["inbound"],"customParameters":{},\
          "mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}"""
              .formatted("3".repeat(32), setting("TWILIO_ACCOUNT_SID"), "3".repeat(32), callId);
      case TELNYX ->
          """
          {"event":"start","sequence_number":"1","stream_id":"s-1","start":{"user_id":"u-1",\
          "call_control_id":"%s","call_session_id":"c-1","from":"+14155550177",\
          "to":"+14155550100","tags":[],"client_state":"","custom_parameters":{},\
          "media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}"""
              .formatted(callId);
    };
  }

  /**
   * A message of audio.
   *
   * @param number counts them from 1
   */
  String media(int number, String base64) {
    return switch (kind) {
      case TWILIO ->
          """
          {"event":"media","sequenceNumber":"%d","streamSid":"MZ%s","media":{"track":"inbound",\
          "chunk":"%d","timestamp":"%d","payload":"%s"}}"""
              .formatted(number + 1, "3".repeat(32), number, number * 20L, base64);
      case TELNYX ->
          """
          {"event":"media","sequence_number":"%d","stream_id":"s-1","media":{"track":"inbound",\
          "chunk":"%d","timestamp":"%d","payload":"%s"}}"""
              .formatted(number + 1, number, number * 20L, base64);
    };
  }

  /**
   * A media path with another token for the same step, by whoever knows a secret.
   *
   * @param earlier by how many seconds it expires earlier than that of the path
   */
  static String minted(String path, int earlier, String secret) {
    int end = path.lastIndexOf('/') + 1;
    byte[] token = Base64.getUrlDecoder().decode(path.substring(end));
    String claim = new String(token, 0, token.length - TOKEN_MAC_BYTES, UTF_8);
    int expiry = claim.lastIndexOf('/') + 1;
    byte[] text =
        (claim.substring(0, expiry) + (Long.parseLong(claim.substring(expiry)) - earlier))
            .getBytes(UTF_8);
    byte[] minted = Arrays.copyOf(text, text.length + TOKEN_MAC_BYTES);
    System.arraycopy(hmac(secret, text), 0, minted, text.length, TOKEN_MAC_BYTES);
    return path.substring(0, end) + Base64.getUrlEncoder().withoutPadding().encodeToString(minted);
  }

  private static byte[] hmac(String secret, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static WebRequest withBody(WebRequest request, String body) {
    return new WebRequest(
        request.method(), request.path(), request.query(), request.headers(), body.getBytes(UTF_8));
  }

  static WebRequest withTarget(WebRequest request, String method, String path, String query) {
    return new WebRequest(method, path, query, request.headers(), request.body());
  }

  /** The same request with other values of a header; without it if there are none. */
  static WebRequest with(WebRequest request, String header, String... values) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.keySet().removeIf(header::equalsIgnoreCase);
    if (values.length > 0) {
      headers.put(header, List.of(values));
    }
    return new WebRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }
}
