package io.callrouter.openai;

/**
 * What happens when the caller speaks while the agent does.
 *
 * @since 0.1
 */
public enum BargeIn {
  /** Playback is cut at once, and the model is told how much of its answer the caller has heard. */
  ALLOWED,
  /** As {@link #ALLOWED}, but the greeting is heard to its end: a legal notice, for example. */
  AFTER_GREETING,
  /** The agent is heard to the end of each answer; what the caller says meanwhile comes next. */
  FORBIDDEN,
  /**
   * The model does it by itself and tells nothing of it, as full-duplex models do: what it sends is
   * played as it comes.
   */
  BY_MODEL
}
