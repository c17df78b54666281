package io.callrouter.testkit.telnyx;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A made-up account: its keys and ids are made from its name, so that a test sees the same ones
 * each time.
 */
final class TelnyxAccount {
  private static final String ALGORITHM = "Ed25519";
  private static final int KEY_BYTES = 32;

  private final String name;
  private final KeyPair keys;

  private TelnyxAccount(String name, KeyPair keys) {
    this.name = name;
    this.keys = keys;
  }

  static TelnyxAccount named(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(KEY_BYTES * 8 - 1, new FixedBytes(seed(name)));
      return new TelnyxAccount(name, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** What a request must bring as bearer token. */
  String apiKey() {
    return "KEY"
        + HexFormat.of().withUpperCase().formatHex(hash(name + " api key"), 0, KEY_BYTES / 2);
  }

  /** The public half of the webhook key, as the portal shows it: base64 of its 32 raw bytes. */
  String publicKey() {
    byte[] subjectPublicKeyInfo = keys.getPublic().getEncoded();
    int raw = subjectPublicKeyInfo.length - KEY_BYTES;
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOfRange(subjectPublicKeyInfo, raw, subjectPublicKeyInfo.length));
  }

  /** The id of the Call Control application that the account's numbers belong to. */
  String connectionId() {
    long digits = ByteBuffer.wrap(hash(name + " connection")).getLong();
    return "2" + BigInteger.valueOf(digits & Long.MAX_VALUE).mod(BigInteger.TEN.pow(18));
  }

  String userId() {
    return uuidOf("user");
  }

  /** The id of something of this account. */
  String uuidOf(String what) {
    return UUID.nameUUIDFromBytes((name + " " + what).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** What a leg is called in commands. */
  String callControlIdOf(String what) {
    byte[] hash = hash(name + " call control " + what);
    return "v3:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  /**
   * The value of {@code telnyx-signature-ed25519}: the timestamp, a vertical bar and the body are
   * what is signed.
   *
   * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/receiving-webhooks">
   *     Receiving webhooks</a>
   */
  String sign(String timestamp, byte[] body) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update((timestamp + "|").getBytes(StandardCharsets.UTF_8));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** What an account's webhook key is made of, in hexadecimal digits. */
  static String seedOf(String name) {
    return HexFormat.of().formatHex(seed(name));
  }

  private static byte[] seed(String name) {
    return hash(name + " webhook key");
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** No chance at all: a key that is the same each time, and therefore protects nothing. */
  private static final class FixedBytes extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    FixedBytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] filled) {
      System.arraycopy(bytes, 0, filled, 0, filled.length);
    }
  }
}
