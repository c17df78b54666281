package io.callrouter.spi;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.Target;
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

  /**
   * Whether the carrier is told what to do by commands, at any time; else it asks, and is answered.
   * Each action becomes {@link Directive.Commands} or a {@link Directive.Reply} accordingly.
   */
  default boolean takesCommands() {
    return false;
  }

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
   * Answers a call for an action that the router does itself, where {@link #takesCommands()}: a
   * dial joins the call with legs. An action that is handed to the carrier answers by itself.
   *
   * @param step the step that needs the answer
   * @return commands that come to {@link Directive.Handover#ANSWERING}, or to {@link
   *     Directive.Handover#DONE} where no event will tell that the call is answered
   */
  default Directive answer(Step step) {
    throw new UnsupportedCapabilityException("provider " + id() + " cannot answer a call");
  }

  /**
   * Connects the call's audio: the carrier is told to open a media socket with the step's token.
   */
  default Directive connect(Action.Connect action, Step step) {
    throw cannot(action);
  }

  /**
   * Has a tap listen, while the call goes on: the carrier is told to open a media socket with the
   * step's token, on which it brings both tracks and takes nothing, and to ask at once what is
   * next. The step names the stream.
   */
  default Directive startTap(Action.StartTap action, Step step) {
    throw cannot(action);
  }

  /**
   * Ends the stream of a tap; the carrier is to ask at once what is next.
   *
   * @param begun the step that began it
   */
  default Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    throw cannot(action);
  }

  /** Speaks a text. */
  default Directive say(Action.Say action, Step step) {
    throw cannot(action);
  }

  /** Plays a file. */
  default Directive play(Action.Play action, Step step) {
    throw cannot(action);
  }

  /** Collects digits or what is said. */
  default Directive gather(Action.Gather action, Step step) {
    throw cannot(action);
  }

  /** Records what the caller says. */
  default Directive record(Action.Record action, Step step) {
    throw cannot(action);
  }

  /**
   * Dials on. Not called where {@link #takesCommands()}: there the router dials the legs itself.
   */
  default Directive dial(Action.Dial action, Step step) {
    throw cannot(action);
  }

  /**
   * Dials one leg for a dial, where {@link #takesCommands()}. It becomes a call of its own, which
   * arrives with {@link CarrierEvent.Arrived#dialledFor()}; its events tell how it goes on, and
   * name no step. Since they may overtake this method, and each other, each of them that can make
   * the call comes with an {@code Arrived}. The carrier is to give up when the action's ring
   * timeout has passed, and to end the leg at its time limit. May block.
   *
   * @param target whom to dial
   * @param number counts the dial's legs from 0; together with the step it names this one, so that
   *     it is not dialled twice
   * @return the carrier's id of the leg
   * @throws io.callrouter.call.CallRouterException if it was refused or could not be sent
   * @throws io.callrouter.call.OutcomeUnknownException if the leg may have been dialled; should it
   *     have been, its events tell
   */
  default String dialLeg(Target target, Action.Dial action, Step step, int number) {
    throw cannot(action);
  }

  /**
   * Joins a call with a leg that has answered, where {@link #takesCommands()}. When the leg hangs
   * up the call goes on; when the call does, the leg ends. May be called again after a crash. May
   * block.
   *
   * @param leg the carrier's id of the leg
   */
  default void joinLeg(String leg, Action.Dial action, Step step) {
    throw cannot(action);
  }

  /**
   * Hangs up a leg that nobody needs any more, where {@link #takesCommands()}; one that is over is
   * passed over. Called again some times if it fails. May block.
   *
   * @param leg the carrier's id of the leg
   * @param step the step it was dialled for
   */
  default void dropLeg(String leg, StepReference step) {
    throw new UnsupportedCapabilityException("provider " + id() + " cannot drop a leg");
  }

  /**
   * Cuts what the call is doing, where {@link #takesCommands()}, so that the action comes to its
   * end at once, which an event of its step tells. A connect whose socket is open is cut by closing
   * that, a dial by dropping its legs; this is called for a connect whose socket has not come.
   *
   * @param action the action that was handed over, and has not come out
   * @param step its step, which may be one of an earlier generation
   */
  default Directive cut(Action action, Step step) {
    return Directive.commands(() -> Directive.Handover.DONE);
  }

  /** Joins the call with others. */
  default Directive conference(Action.Conference action, Step step) {
    throw cannot(action);
  }

  /** Waits. */
  default Directive pause(Action.Pause action, Step step) {
    throw cannot(action);
  }

  /** Refuses a call that is not answered. */
  default Directive reject(Action.Reject action, Step step) {
    throw cannot(action);
  }

  /** Hangs up. */
  default Directive hangup(Action.Hangup action, Step step) {
    throw cannot(action);
  }

  /** Does what only this carrier can. */
  default Directive custom(Action.Custom action, Step step) {
    throw cannot(action);
  }

  /** Gives back what the provider holds. */
  @Override
  default void close() {}

  private UnsupportedCapabilityException cannot(Action action) {
    return new UnsupportedCapabilityException("provider " + id() + " cannot " + action.kind());
  }
}
