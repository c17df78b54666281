package io.callrouter.provider.telnyx;

import io.callrouter.spi.StepReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes the ids by which Telnyx knows a command again: a UUID of version 5, the same for the same
 * command of the same step, whoever sends it and however often.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.5">RFC 9562, section 5.5</a>
 */
final class CommandId {
  /** Of our own, made by chance once, so that our names meet nobody else's. */
  private static final UUID NAMESPACE = UUID.fromString("7f0c1a2e-52d6-4c7b-9d0a-3b9e6f4d8c15");

  private CommandId() {}

  static String of(StepReference step, String command) {
    return uuid(NAMESPACE, step.toPath() + "/" + command).toString();
  }

  static UUID uuid(UUID namespace, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] named =
        ByteBuffer.allocate(2 * Long.BYTES + text.length)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .put(text)
            .array();
    ByteBuffer hash = ByteBuffer.wrap(sha1(named));
    long most = (hash.getLong() & ~0xF000L) | (5L << 12);
    long least = (hash.getLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(most, least);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
