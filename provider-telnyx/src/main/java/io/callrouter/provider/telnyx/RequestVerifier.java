package io.callrouter.provider.telnyx;

import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks that a webhook comes from Telnyx, and now: {@code telnyx-signature-ed25519} is the Ed25519
 * signature (RFC 8032), under the account's key, of {@code telnyx-timestamp}, a vertical bar and
 * the body.
 *
 * <p>What is repeated within the tolerance passes here; it has the identity of the first delivery.
 */
final class RequestVerifier {
  private static final String SIGNATURE = "telnyx-signature-ed25519";
  private static final String TIMESTAMP = "telnyx-timestamp";

  /** As Telnyx's own clients have it, in both directions. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,15}");

  /** Those of 64 bytes, with their padding. */
  private static final int SIGNATURE_CHARS = 88;

  private final String instance;
  private final List<PublicKey> keys;
  private final boolean insecure;
  private final InstantSource clock;

  RequestVerifier(String instance, TelnyxOptions options, InstantSource clock) {
    this.instance = instance;
    this.keys = options.publicKeys();
    this.insecure = options.insecureWebhooks();
    this.clock = clock;
  }

  void requireGenuine(WebRequest request) throws Refusal {
    if (insecure) {
      return;
    }
    byte[] signature = signature(required(request, SIGNATURE));
    String timestamp = required(request, TIMESTAMP);
    requireRecent(timestamp);
    byte[] signedPrefix = (timestamp + "|").getBytes(StandardCharsets.US_ASCII);
    for (PublicKey key : keys) {
      if (isGenuine(key, signature, signedPrefix, request.body())) {
        return;
      }
    }
    throw refusal(
        SIGNATURE,
        "is wrong",
        "TELNYX_PUBLIC_KEY must be the key of the account that provider "
            + instance
            + " belongs to (portal, Keys & Credentials), and nothing in between may change the"
            + " body");
  }

  private static String required(WebRequest request, String header) throws Refusal {
    List<String> values = request.headers().getOrDefault(header, List.of());
    if (values.isEmpty()) {
      throw refusal(header, "is missing", "it was not Telnyx, or a proxy strips the header off");
    }
    if (values.size() > 1) {
      throw refusal(
          header, "is repeated", "Telnyx sends it once; a proxy, or whoever sent it, added one");
    }
    return values.get(0);
  }

  private static byte[] signature(String base64) throws Refusal {
    if (base64.length() == SIGNATURE_CHARS) {
      try {
        return Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        throw refusal(
            SIGNATURE, "is not base64", "it was not Telnyx, or a proxy changes the header");
      }
    }
    throw refusal(
        SIGNATURE,
        "is not of 64 bytes",
        "it has "
            + base64.length()
            + " characters where base64 of a signature has "
            + SIGNATURE_CHARS
            + ": it was not Telnyx, or a proxy changes the header");
  }

  private void requireRecent(String timestamp) throws Refusal {
    if (!SECONDS.matcher(timestamp).matches()) {
      throw refusal(
          TIMESTAMP, "is no number of seconds", "it was not Telnyx, or a proxy changes the header");
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    if (age.abs().compareTo(TOLERANCE) > 0) {
      throw refusal(
          TIMESTAMP,
          age.isNegative() ? "is in the future" : "is too old",
          "it is "
              + age.abs().toSeconds()
              + " s off, at most "
              + TOLERANCE.toSeconds()
              + " are taken: an old request is sent again, or this machine's clock is wrong");
    }
  }

  private static boolean isGenuine(PublicKey key, byte[] signature, byte[] prefix, byte[] body) {
    try {
      Signature check = Signature.getInstance(SigningKey.ALGORITHM);
      check.initVerify(key);
      check.update(prefix);
      check.update(body);
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // 64 bytes that no key can have made
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key could be used when it was read", e);
    }
  }

  private static Refusal refusal(String header, String fault, String remedy) {
    return new Refusal(403, header + " " + fault, remedy);
  }
}
