package io.callrouter.examples.tincan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells Tincan's requests by their signature: HMAC-SHA256 of the time, a full stop and the body.
 */
final class TincanSignature {
  private static final int TOLERANCE_SECONDS = 300;

  private final SecretKeySpec key;
  private final Timekeeper timekeeper;

  TincanSignature(String secret, Timekeeper timekeeper) {
    this.key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
    this.timekeeper = timekeeper;
  }

  boolean isOn(WebRequest request) {
    String time = request.header("Tincan-Time");
    String signature = request.header("Tincan-Signature");
    if (time == null || signature == null || !time.matches("[0-9]{1,12}")) {
      return false;
    }
    long age = timekeeper.now().getEpochSecond() - Long.parseLong(time);
    byte[] expected = of(time, request.body()).getBytes(UTF_8);
    return Math.abs(age) <= TOLERANCE_SECONDS
        && MessageDigest.isEqual(expected, signature.getBytes(UTF_8));
  }

  private String of(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update((time + ".").getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
