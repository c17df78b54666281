package io.callrouter;

/**
 * Stops a run of a flow at its first undone action. An Error without a stack trace: a host's {@code
 * catch (Exception e)} lets it pass, and it costs nothing.
 */
final class FlowSuspended extends Error {
  private static final long serialVersionUID = 1L;

  FlowSuspended() {
    super("the flow goes on when this action has come out; let this pass", null, false, false);
  }
}
