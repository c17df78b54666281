package io.callrouter.provider.twilio;

import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a request comes from Twilio: its {@code X-Twilio-Signature} is the HMAC-SHA1, under
 * the account's auth token, of the public URL and the form.
 */
final class RequestVerifier {
  private static final String HEADER = "X-Twilio-Signature";
  private static final String ALGORITHM = "HmacSHA1";
  private static final int MAX_SHOWN_CHARS = 200;

  private final String instance;
  private final List<SecretKeySpec> keys;
  private final boolean insecure;

  RequestVerifier(String instance, TwilioOptions options) {
    this.instance = instance;
    this.keys =
        options.authTokens().stream()
            .map(token -> new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM))
            .toList();
    this.insecure = options.insecureWebhooks();
  }

  /** Requires that there is exactly one signature, whether right or wrong. */
  void requireSignature(WebRequest request, PublicAddress address, String shownPath)
      throws Refusal {
    if (!insecure && request.header(HEADER) == null) {
      throw refusal("missing", request, address.url(shownPath), shownPath);
    }
  }

  /**
   * Requires the right signature.
   *
   * @param signedText what follows the address in the text that is signed
   * @param shownPath the path as the log may show it
   */
  void requireGenuine(
      WebRequest request, PublicAddress address, String signedText, String shownPath)
      throws Refusal {
    requireSignature(request, address, shownPath);
    if (!insecure && !isGenuine(request.header(HEADER), address, signedText)) {
      throw refusal("wrong", request, address.url(shownPath), shownPath);
    }
  }

  private boolean isGenuine(@Nullable String signature, PublicAddress address, String signedText) {
    if (signature == null) {
      return false;
    }
    byte[] given = signature.getBytes(StandardCharsets.UTF_8);
    boolean genuine = false;
    for (SecretKeySpec key : keys) {
      for (String spelling : address.spellings()) {
        // No way out of the loop on a match: the time taken must tell nothing.
        genuine |= MessageDigest.isEqual(given, sign(key, spelling + signedText));
      }
    }
    return genuine;
  }

  private static byte[] sign(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private Refusal refusal(String fault, WebRequest request, String expected, String shownPath) {
    return new Refusal(
        403,
        HEADER + " is " + fault,
        HEADER
            + " is "
            + fault
            + ": expected a request to "
            + printable(expected)
            + ", saw one to "
            + printable(seenOrigin(request) + shownPath)
            + "; the addresses configured for provider "
            + instance
            + " (PUBLIC_URL, PUBLIC_MEDIA_URL, TWILIO_WEBHOOK_URL) must be those that Twilio calls,"
            + " and TWILIO_AUTH_TOKEN the primary token of its account");
  }

  /** What the request says of itself; good for a log line and for nothing else. */
  private static String seenOrigin(WebRequest request) {
    String scheme = firstOf(request, "X-Forwarded-Proto");
    String forwardedHost = firstOf(request, "X-Forwarded-Host");
    String host = forwardedHost.isEmpty() ? firstOf(request, "Host") : forwardedHost;
    return (scheme.isEmpty() ? "" : scheme + "://") + (host.isEmpty() ? "(no Host)" : host);
  }

  private static String firstOf(WebRequest request, String header) {
    String value = request.header(header);
    return value == null ? "" : value.split(",", 2)[0].strip();
  }

  private static String printable(String text) {
    String shortened = text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS));
    return shortened.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
