package io.callrouter.testkit.openai;

/** The way from a session to its client. None of it blocks, and after an end nothing is sent. */
interface Link {
  void send(String message);

  void close(int code, String reason);

  void cut();

  /** Nothing passes from now on, neither way, but the connection stands. */
  void freeze();
}
