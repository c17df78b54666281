package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.StepReference;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes requests as Telnyx does, at the hour at which a manual timekeeper begins. */
final class TelnyxRequests {
  static final String PUBLIC_KEY = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
  static final String API_KEY = "KEY0000000000000000000000000000_key";
  static final String CONNECTION_ID = "1700000000000000001";
  static final String LEG = "v3:Mt-7_abc";
  static final String LEG_ID = "6a1c0f7e-0000-4000-8000-0000000000a1";
  static final String PATH = "/telnyx/webhook";
  static final StepReference STEP = new StepReference("Zm9vYmFyYmF6cXV4LTAwMQ", 0, 3);

  private static final PrivateKey PRIVATE_KEY = privateKey();

  private TelnyxRequests() {}

  static TelnyxOptions.Builder options() {
    return TelnyxOptions.builder()
        .apiKey(API_KEY)
        .publicKeys(List.of(PUBLIC_KEY))
        .connectionId(CONNECTION_ID)
        .publicUrl("https://voice.example.test");
  }

  static ProviderContext context(Timekeeper timekeeper) {
    return new ProviderContext(timekeeper, null);
  }

  static TelnyxProvider provider() {
    return TelnyxProvider.of("telnyx", options().build(), context(Timekeeper.manual()));
  }

  /** The state that commands for {@link #STEP} leave at the call's own leg. */
  static String state(Action action) {
    return ClientState.of(STEP, action).toBase64();
  }

  /** An event of {@link #LEG}; the members of the payload in JSON, without braces. */
  static String event(String type, String payload) {
    return envelope(
        type,
        "\"call_control_id\":\""
            + LEG
            + "\",\"call_leg_id\":\""
            + LEG_ID
            + "\",\"connection_id\":\""
            + CONNECTION_ID
            + "\""
            + (payload.isEmpty() ? "" : "," + payload));
  }

  static String envelope(String type, String payload) {
    return "{\"data\":{\"record_type\":\"event\",\"event_type\":\""
        + type
        + "\",\"id\":\"6a1c0f7e-0000-4000-8000-000000000001\","
        + "\"occurred_at\":\"2026-11-20T06:00:00.123456Z\",\"payload\":{"
        + payload
        + "}},\"meta\":{\"attempt\":1,\"delivered_to\":\"https://voice.example.test/telnyx\"}}";
  }

  static WebRequest post(String body) {
    return post(PATH, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Signed now, as a manual timekeeper begins. */
  static WebRequest post(String path, byte[] body) {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      String timestamp = Long.toString(time.now().getEpochSecond());
      return request(path, timestamp, sign(timestamp, body), body);
    }
  }

  static WebRequest request(String path, String timestamp, String signature, byte[] body) {
    return new WebRequest(
        "POST",
        path,
        null,
        Map.of(
            "Telnyx-Signature-Ed25519", List.of(signature),
            "Telnyx-Timestamp", List.of(timestamp),
            "Content-Type", List.of("application/json"),
            "Host", List.of("10.0.0.5:8080")),
        body);
  }

  static WebRequest withMethod(WebRequest request, String method) {
    return new WebRequest(
        method, request.path(), request.query(), request.headers(), request.body());
  }

  /** The same request with one header replaced, or taken away if there are no values. */
  static WebRequest with(WebRequest request, String header, String... values) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.remove(header);
    if (values.length > 0) {
      headers.put(header, List.of(values));
    }
    return new WebRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  static String sign(String timestamp, byte[] body) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(PRIVATE_KEY);
      signature.update((timestamp + "|").getBytes(StandardCharsets.US_ASCII));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The key whose 32 bytes are 0 to 31 (RFC 8410 §7 has the form). */
  private static PrivateKey privateKey() {
    byte[] encoded = HexFormat.of().parseHex("302e020100300506032b657004220420" + "00".repeat(32));
    for (int i = 0; i < 32; i++) {
      encoded[encoded.length - 32 + i] = (byte) i;
    }
    try {
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
