package io.callrouter;

import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Media tokens: each lets one socket in, for one step of one call, for a short time. A token is the
 * call's id, its step, an expiry and their HMAC-SHA256 (RFC 2104), cut to 16 bytes; safe in a URL.
 */
final class MediaTokens {
  /** What a token says: the step it stands for, or what is wrong with it. */
  sealed interface Claim {
    /** Ours and in its time; it may have been spent. */
    record Good(StepReference step) implements Claim {}

    /** Lets nobody in. */
    record Bad(SocketFault fault) implements Claim {}
  }

  private static final int MAC_BYTES = 16;
  private static final int MOST_CHARS = 200;

  private final SecretKeySpec key;
  private final InstantSource clock;
  private final Duration life;

  MediaTokens(byte[] secret, InstantSource clock, Duration life) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.clock = clock;
    this.life = life;
  }

  String mint(StepReference step) {
    String claim = step.toPath() + "/" + clock.instant().plus(life).getEpochSecond();
    byte[] text = claim.getBytes(StandardCharsets.US_ASCII);
    byte[] token = Arrays.copyOf(text, text.length + MAC_BYTES);
    System.arraycopy(mac(text), 0, token, text.length, MAC_BYTES);
    return encode(token);
  }

  private static String encode(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** Only the one spelling that was minted: with another, a spent token would not be known. */
  private static byte @Nullable [] decode(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      return encode(bytes).equals(token) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Reads a token; does not block. */
  Claim verify(@Nullable String token) {
    if (token == null) {
      return new Claim.Bad(SocketFault.TOKEN_MISSING);
    }
    byte[] bytes = token.length() > MOST_CHARS ? null : decode(token);
    if (bytes == null || bytes.length <= MAC_BYTES) {
      return new Claim.Bad(SocketFault.TOKEN_FOREIGN);
    }
    byte[] text = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
    byte[] mac = Arrays.copyOfRange(bytes, text.length, bytes.length);
    if (!MessageDigest.isEqual(mac, Arrays.copyOf(mac(text), MAC_BYTES))) {
      return new Claim.Bad(SocketFault.TOKEN_FOREIGN);
    }
    String claim = new String(text, StandardCharsets.US_ASCII);
    int slash = claim.lastIndexOf('/');
    Instant expiry = Instant.ofEpochSecond(Long.parseLong(claim.substring(slash + 1)));
    if (clock.instant().isAfter(expiry)) {
      return new Claim.Bad(SocketFault.TOKEN_EXPIRED);
    }
    StepReference step = StepReference.parse(claim.substring(0, slash));
    return step == null ? new Claim.Bad(SocketFault.TOKEN_FOREIGN) : new Claim.Good(step);
  }

  /** Spends a verified token; false if that was done before. */
  boolean spend(String token, Store store) {
    return store.putIfAbsent("token/" + token, new byte[] {1}, life.plusSeconds(60));
  }

  private byte[] mac(byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
