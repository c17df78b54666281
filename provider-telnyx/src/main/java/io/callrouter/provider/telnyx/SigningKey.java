package io.callrouter.provider.telnyx;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads the key that an account's webhooks are signed with, as Telnyx's portal shows it. */
final class SigningKey {
  static final String ALGORITHM = "Ed25519";
  private static final int BYTES = 32;

  /** What stands before the raw key in a SubjectPublicKeyInfo (RFC 8410 §4). */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  private SigningKey() {}

  /**
   * Reads a key.
   *
   * @param base64 the 32 raw bytes
   * @return the key, or null if the text is none
   */
  static @Nullable PublicKey read(String base64) {
    try {
      byte[] raw = Base64.getDecoder().decode(base64);
      return raw.length == BYTES ? checked(raw) : null;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return null;
    }
  }

  private static PublicKey checked(byte[] raw) throws GeneralSecurityException {
    byte[] encoded = new byte[SPKI.length + raw.length];
    System.arraycopy(SPKI, 0, encoded, 0, SPKI.length);
    System.arraycopy(raw, 0, encoded, SPKI.length, raw.length);
    PublicKey key =
        KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    // Only here is it found out whether the bytes are a point of the curve.
    Signature.getInstance(ALGORITHM).initVerify(key);
    return key;
  }
}
