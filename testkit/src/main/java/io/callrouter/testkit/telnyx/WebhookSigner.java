package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes requests of JSON and signs them. */
final class WebhookSigner {
  static final String SIGNATURE = "telnyx-signature-ed25519";
  static final String TIMESTAMP = "telnyx-timestamp";

  private final TelnyxAccount account;
  private final Timekeeper timekeeper;

  WebhookSigner(TelnyxAccount account, Timekeeper timekeeper) {
    this.account = account;
    this.timekeeper = timekeeper;
  }

  SignedRequest post(URI url, JsonNode body) {
    return post(url, new String(Json.bytes(body), UTF_8));
  }

  SignedRequest post(URI url, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "telnyx-webhooks");
    return signed(new SignedRequest("POST", url, headers, body));
  }

  /** The same request with a signature of now. */
  SignedRequest signed(SignedRequest request) {
    String timestamp = Long.toString(timekeeper.now().getEpochSecond());
    return request
        .with(TIMESTAMP, timestamp)
        .with(SIGNATURE, account.sign(timestamp, request.body().getBytes(UTF_8)));
  }
}
