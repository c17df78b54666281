package io.callrouter.provider.telnyx;

import java.util.Base64;
import java.util.List;

/** Options for tests. */
final class TestOptions {
  static final String CONNECTION = "1700000000000000001";
  static final String API_KEY = "KEY0123456789SECRET";

  private TestOptions() {}

  static TelnyxOptions.Builder builder() {
    return TelnyxOptions.builder()
        .apiKey(API_KEY)
        .publicKeys(List.of(Base64.getEncoder().encodeToString(new byte[32])))
        .connectionId(CONNECTION)
        .publicUrl("https://voice.example.test");
  }
}
