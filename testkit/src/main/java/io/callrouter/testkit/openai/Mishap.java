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

  /** The service says nothing any more, and reads what comes. */
  record FallSilent() implements Mishap {}

  /** The service sends a text, which need not be JSON. */
  record Say(String text) implements Mishap {}

  /** The service sends an error; the session goes on. */
  record Fail(String code, String message) implements Mishap {}

  /** The session has lasted its time: the error {@code session_expired}, and a close. */
  record Expire() implements Mishap {}
}
