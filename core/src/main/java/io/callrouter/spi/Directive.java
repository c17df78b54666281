package io.callrouter.spi;

import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRouterException;
import io.callrouter.web.WebResponse;

/**
 * An action in a carrier's own terms.
 *
 * <p>A carrier either asks what is next and is answered, or is told so by commands at any time; see
 * {@link CallProvider#takesCommands()}.
 *
 * @since 0.1
 */
public sealed interface Directive {
  /**
   * For a carrier that asks: what it is answered.
   *
   * @since 0.1
   */
  record Reply(WebResponse response) implements Directive {}

  /**
   * For a carrier that is told: requests to it.
   *
   * <p>The same commands may be sent again, also by another node: after a crash it is not known
   * whether the carrier had taken them. So each carries a key made from the step's reference, by
   * which the carrier passes over what it knows.
   *
   * @since 0.1
   */
  @FunctionalInterface
  non-sealed interface Commands extends Directive {
    /**
     * Sends them one after another and waits until the carrier has taken them. Called on a thread
     * that may block, by one thread at a time for each call.
     *
     * @return what the carrier has taken
     * @throws CallEndedException if the carrier says that the call is over
     * @throws CallRouterException if it was refused or could not be sent; the action has failed
     */
    Handover send();
  }

  /** What the carrier has taken. */
  enum Handover {
    /**
     * Only that the call is to be answered, without which it can do nothing; the action is handed
     * over once it says that the call is answered.
     */
    ANSWERING,
    /** The action; an event will tell how it came out. */
    TAKEN,
    /** The action, and it is done: no event will tell so. */
    DONE
  }

  /** What a carrier that asks is answered. */
  static Directive reply(WebResponse response) {
    return new Reply(response);
  }

  /** Commands to a carrier that is told. */
  static Directive commands(Commands commands) {
    return commands;
  }
}
