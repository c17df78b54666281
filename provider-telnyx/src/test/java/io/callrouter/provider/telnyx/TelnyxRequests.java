package io.callrouter.provider.telnyx;

import java.util.List;

/** Makes requests as Telnyx does. */
final class TelnyxRequests {
  static final String PUBLIC_KEY = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
  static final String API_KEY = "KEY0000000000000000000000000000_key";
  static final String CONNECTION_ID = "1700000000000000001";

  private TelnyxRequests() {}

  static TelnyxOptions.Builder options() {
    return TelnyxOptions.builder()
        .apiKey(API_KEY)
        .publicKeys(List.of(PUBLIC_KEY))
        .connectionId(CONNECTION_ID)
        .publicUrl("https://voice.example.test");
  }
}
