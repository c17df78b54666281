package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;

/** One tool of the server. Used by several threads at once. */
interface Expert {
  /** As the agent calls it. */
  String name();

  /** Tells the model when to ask it. */
  String description();

  /** Of the arguments: a JSON schema of type object. */
  String schema();

  /**
   * Does what is asked.
   *
   * @return an object whose {@code summary} is a sentence to be said; the rest is for further calls
   * @throws ExpertException if it cannot be done; the model is told why
   */
  JsonNode answer(Arguments arguments) throws ExpertException;
}
