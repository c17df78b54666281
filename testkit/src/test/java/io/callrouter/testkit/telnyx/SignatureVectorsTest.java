package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Signatures that Node made with a throwaway key and Telnyx's own client verified, checked where
 * neither is there. {@code signatures.cjs} beside {@link io.callrouter.peer.NodeLibrary} makes
 * them.
 */
class SignatureVectorsTest {
  private static final String ACCOUNT = "signature vectors";

  private final TelnyxAccount account = TelnyxAccount.named(ACCOUNT);

  @Test
  void thePublicKeyIsThatOfTheSeed() throws IOException {
    assertEquals(vectors().get("publicKey").textValue(), account.publicKey());
  }

  @Test
  void theSignaturesAreTheSame() throws IOException {
    JsonNode vectors = vectors().get("vectors");
    assertEquals(5, vectors.size());
    for (JsonNode vector : vectors) {
      byte[] body = vector.get("body").textValue().getBytes(UTF_8);
      assertEquals(
          vector.get("signature").textValue(),
          account.sign(vector.get("timestamp").textValue(), body));
    }
  }

  /** Of the throwaway key, in hexadecimal digits. */
  static String seed() {
    return TelnyxAccount.seedOf(ACCOUNT);
  }

  static JsonNode vectors() throws IOException {
    try (InputStream in =
        SignatureVectorsTest.class.getResourceAsStream("/telnyx/signatures.json")) {
      return FakeHost.JSON.readTree(Objects.requireNonNull(in));
    }
  }
}
