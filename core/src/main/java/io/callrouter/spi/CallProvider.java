package io.callrouter.spi;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.List;
import java.util.Set;

/**
 * An adapter to one carrier: turns its requests into events, and actions into its language.
 *
 * <p>It knows nothing of flows, stores or other calls and keeps no state of a call: every request
 * stands for itself. All methods may be called by several threads at once. Those that render an
 * action refuse by default, so that a provider implements what its carrier can do.
 *
 * @since 0.1
 */
public interface CallProvider extends AutoCloseable {
  /** The id of this instance, such as {@code twilio} or {@code sales}. */
  String id();

  /** The name of its type, such as {@code twilio}. */
  String type();

  /** What calls of this provider can do at best. */
  Set<Capability> capabilities();

  /** What an operator should know at start, one sentence each: addresses, what is missing. */
  default List<String> summary() {
    return List.of();
  }

  /** Whether a raw path belongs to this instance. */
  boolean claims(String path);

  /**
   * Verifies a request, then parses it. Must not block. Never throws for what came from outside.
   *
   * @param request one whose path this instance claims
   */
  CarrierRequest receive(WebRequest request);

  /** The answer to a request that waits for no action. */
  default WebResponse acknowledge() {
    return WebResponse.noContent();
  }

  /**
   * Verifies the handshake of a media socket. Must not block. Never throws for what came from
   * outside.
   */
  MediaHandshake admit(WebRequest handshake);

  /** The protocol of one new media socket; it is used by one thread at a time. */
  MediaWire openWire();

  /**
   * Connects the call's audio: the carrier is told to open a media socket with the step's token.
   */
  default WebResponse connect(Action.Connect action, Step step) {
    throw cannot(action);
  }

  /**
   * Has a tap listen, while the call goes on: the carrier is told to open a media socket with the
   * step's token, on which it brings both tracks and takes nothing, and to ask at once what is
   * next. The step names the stream.
   */
  default WebResponse startTap(Action.StartTap action, Step step) {
    throw cannot(action);
  }

  /**
   * Ends the stream of a tap; the carrier is to ask at once what is next.
   *
   * @param begun the step that began it
   */
  default WebResponse stopTap(Action.StopTap action, Step step, StepReference begun) {
    throw cannot(action);
  }

  /** Speaks a text. */
  default WebResponse say(Action.Say action, Step step) {
    throw cannot(action);
  }

  /** Plays a file. */
  default WebResponse play(Action.Play action, Step step) {
    throw cannot(action);
  }

  /** Collects digits or what is said. */
  default WebResponse gather(Action.Gather action, Step step) {
    throw cannot(action);
  }

  /** Records what the caller says. */
  default WebResponse record(Action.Record action, Step step) {
    throw cannot(action);
  }

  /** Dials on. */
  default WebResponse dial(Action.Dial action, Step step) {
    throw cannot(action);
  }

  /** Joins the call with others. */
  default WebResponse conference(Action.Conference action, Step step) {
    throw cannot(action);
  }

  /** Waits. */
  default WebResponse pause(Action.Pause action, Step step) {
    throw cannot(action);
  }

  /** Refuses a call that is not answered. */
  default WebResponse reject(Action.Reject action, Step step) {
    throw cannot(action);
  }

  /** Hangs up. */
  default WebResponse hangup(Action.Hangup action, Step step) {
    throw cannot(action);
  }

  /** Does what only this carrier can. */
  default WebResponse custom(Action.Custom action, Step step) {
    throw cannot(action);
  }

  /** Gives back what the provider holds. */
  @Override
  default void close() {}

  private UnsupportedCapabilityException cannot(Action action) {
    return new UnsupportedCapabilityException("provider " + id() + " cannot " + action.kind());
  }
}
