package io.callrouter.examples.tincan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.testkit.carrier.Counterfeits;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes and signs requests as an account does, and as somebody does who would like to be it. */
record TincanRequests(String secret, Timekeeper timekeeper) implements Counterfeits {
  private static final String ALGORITHM = "HmacSHA256";

  /** A webhook, not signed yet. */
  static SignedRequest webhook(URI url, String body) {
    return new SignedRequest("POST", url, Map.of("Content-Type", "application/json"), body);
  }

  /** The handshake of a media socket, which Tincan does not sign. */
  static SignedRequest handshake(URI url) {
    return new SignedRequest("GET", url, Map.of(), "");
  }

  /** The request signed now for what is in it. */
  SignedRequest sign(SignedRequest request) {
    String time = Long.toString(timekeeper.now().getEpochSecond());
    return request
        .with("Tincan-Time", time)
        .with("Tincan-Signature", hmac(time + "." + request.body()));
  }

  @Override
  public SignedRequest forged(SignedRequest genuine) {
    return new TincanRequests("secret of nobody", timekeeper).sign(genuine);
  }

  @Override
  public SignedRequest garbled(SignedRequest genuine) {
    return sign(webhook(genuine.url(), "{\"id\":\"tc"));
  }

  @Override
  public SignedRequest withUnknownFields(SignedRequest genuine) {
    String body = genuine.body().replaceFirst("\\{", "{\"nobody\":{\"knows\":[1,null]},");
    return sign(webhook(genuine.url(), body));
  }

  @Override
  public SignedRequest unknownEvent(SignedRequest genuine) {
    String body =
        genuine
            .body()
            .replaceFirst("\"id\":\"", "\"id\":\"unknown-")
            .replaceFirst("\"event\":\"[a-z]+\"", "\"event\":\"waved\"");
    return sign(webhook(genuine.url(), body));
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
