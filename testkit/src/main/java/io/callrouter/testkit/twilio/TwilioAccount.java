package io.callrouter.testkit.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
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
   * The value of {@code X-Twilio-Signature}.
   *
   * @param text what is signed: an address, and what a form adds to it
   * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhooks
   *     security</a>
   */
  String sign(String text) {
    return Base64.getEncoder().encodeToString(hmac(text));
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
