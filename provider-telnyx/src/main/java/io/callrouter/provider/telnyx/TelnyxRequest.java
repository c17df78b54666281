package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request to Telnyx's REST interface.
 *
 * @param method {@code GET} or {@code POST}
 * @param path below the interface's address, with what it needs to have encoded
 * @param subject what it does to which of our calls, for messages: no carrier's id and no number
 * @param body what is sent; empty for none
 */
record TelnyxRequest(String method, String path, String subject, ObjectNode body) {
  /** The field by which Telnyx knows a command again for 60 s, and passes over it then. */
  static final String COMMAND_ID = "command_id";

  static TelnyxRequest get(String path, String subject) {
    return new TelnyxRequest("GET", path, subject, JsonNodeFactory.instance.objectNode());
  }

  static TelnyxRequest post(String path, String subject, ObjectNode body) {
    return new TelnyxRequest("POST", path, subject, body);
  }

  /** Whether it can be made again although it may have taken effect already. */
  boolean isRepeatable() {
    return method.equals("GET") || body.has(COMMAND_ID);
  }

  /** Leaves out the path and the body, which hold what is secret or personal. */
  @Override
  public String toString() {
    return subject;
  }
}
