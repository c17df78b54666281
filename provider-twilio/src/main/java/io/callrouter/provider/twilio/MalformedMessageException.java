package io.callrouter.provider.twilio;

/** A media message is not what the protocol knows. Has no stack trace: a flood must stay cheap. */
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException() {
    super("not a Media Streams message", null, false, false);
  }
}
