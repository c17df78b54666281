package io.callrouter.testkit.openai;

import java.io.IOException;

/** A client breaks the WebSocket protocol, or asks for what the service does not take. */
final class WebSocketFault extends IOException {
  private static final long serialVersionUID = 1L;

  static final int PROTOCOL = 1002;
  static final int UNSUPPORTED = 1003;
  static final int NOT_UTF_8 = 1007;
  static final int TOO_BIG = 1009;

  private final int code;

  WebSocketFault(int code, String message) {
    super(message);
    this.code = code;
  }

  /** The close code that says so. */
  int code() {
    return code;
  }
}
