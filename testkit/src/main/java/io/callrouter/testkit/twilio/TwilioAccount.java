package io.callrouter.testkit.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A made-up account: its ids are made from its name, so that a test sees the same ones each time.
 *
 * @param sid the account's id
 * @param authToken the key of its signatures
 */
record TwilioAccount(String sid, String authToken) {
  private static final String ALGORITHM = "HmacSHA1";

  static TwilioAccount named(String name) {
    return new TwilioAccount("AC" + hex(name + " account"), hex(name + " token"));
  }

  /** The id of something of this account: a prefix and 32 hexadecimal digits. */
  String idOf(String prefix, String what) {
    return prefix + hex(sid + " " + prefix + " " + what);
  }

  /** Where a recording of this account is, without an extension. */
  String recordingUrl(String recordingSid) {
    return "https://api.twilio.com/2010-04-01/Accounts/" + sid + "/Recordings/" + recordingSid;
  }

  /**
   * The value of {@code X-Twilio-Signature}: the URL and then, in the order of their names, the
   * names and values of a form are what is signed.
   *
   * @param form the parameters of a POST; empty for GET and for a WebSocket handshake
   * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhooks
   *     security</a>
   */
  String sign(URI url, Map<String, String> form) {
    StringBuilder signed = new StringBuilder(url.toString());
    new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
    return Base64.getEncoder().encodeToString(hmac(signed.toString()));
  }

  private byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String hex(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }
}
