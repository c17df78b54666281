package io.callrouter.web;

/**
 * The router's door for a host's HTTP and WebSocket server.
 *
 * @since 0.1
 */
public interface WebHandler {
  /** The most bytes a request's body may have; an adapter refuses a longer one with 413. */
  int MAX_BODY_BYTES = 64 * 1024;

  /** The most characters a media message may have; an adapter closes a socket with 1009 beyond. */
  int MAX_MESSAGE_CHARS = 64 * 1024;

  /** Whether a raw path is the router's: what it does not claim is the host's to answer. */
  boolean claims(String path);

  /**
   * Answers one request. May block: never called on a thread that carries media.
   *
   * @return the answer; a request nobody claims gets 404. Never throws for what came from outside.
   */
  WebResponse handle(WebRequest request);

  /**
   * Refuses a request whose body the server could not or would not read, so that it is counted and
   * logged like any other that is refused. Does not block.
   *
   * @param head the request without its body
   * @param status the HTTP status of the answer
   * @param reason what is wrong, for the one who sent it
   */
  WebResponse refuse(WebRequest head, int status, String reason);

  /**
   * Decides on a WebSocket handshake, before the upgrade. May block: never called on a thread that
   * carries media.
   *
   * @param handshake the GET request of the handshake
   */
  Admission admit(WebRequest handshake);
}
