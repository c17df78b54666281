package io.callrouter.testkit.openai;

/**
 * Something that goes wrong in a session, at a {@link Moment} of its plan or when a test says so.
 *
 * @since 0.1
 */
public sealed interface Mishap {
  /** The service closes the socket. */
  record Close(int code, String reason) implements Mishap {}

  /** The connection breaks off without a word. */
  record Cut() implements Mishap {}

  /** The service says nothing any more, but reads what comes and answers pings. */
  record FallSilent() implements Mishap {}

  /**
   * The service is as good as dead: nothing comes from it, no answer to a ping or a close either,
   * and nothing that is sent to it is done; but the connection stands.
   */
  record Freeze() implements Mishap {}

  /** The service sends a text, which need not be JSON. */
  record Say(String text) implements Mishap {}

  /** The service sends an error; the session goes on. */
  record Fail(String code, String message) implements Mishap {}

  /** The session has lasted its time: the error {@code session_expired}, and a close. */
  record Expire() implements Mishap {}
}
