package io.callrouter.examples.voiceagent.experts;

/** Why an expert cannot do what it was asked for, in words for the model. */
final class ExpertException extends Exception {
  private static final long serialVersionUID = 1L;

  ExpertException(String message) {
    super(message);
  }
}
