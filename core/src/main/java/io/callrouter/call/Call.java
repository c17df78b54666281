package io.callrouter.call;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The handle of one call: its facts, its state, and commands to it. It has no audio.
 *
 * <p>Works from any thread and any node that shares the store. Commands block until they are
 * stored, and are then carried out by whichever node is at the call; what comes of them arrives
 * later as events. A command on an ended call throws {@link CallEndedException}, one that this call
 * cannot do now {@link UnsupportedCapabilityException}, both at once and without network traffic.
 *
 * @since 0.1
 */
public interface Call {
  /** What was known when the call arrived. */
  CallFacts facts();

  /** Our id of the call. */
  default String id() {
    return facts().id();
  }

  /** The carrier's id of the call. */
  default String carrierId() {
    return facts().carrierId();
  }

  /** The id shared by all calls that belong together. */
  default String correlationId() {
    return facts().correlationId();
  }

  /** The state now, read from the store. */
  CallState state();

  /** The record, once the call has ended and its record is closed. */
  Optional<CallRecord> record();

  /**
   * What has happened to the call on this node so far; for a look at a call that went wrong, and
   * for the host's log. Kept for {@link io.callrouter.TimeLimit#TIMELINE_KEPT} after the record is
   * closed, then empty. Does not block.
   */
  Timeline timeline();

  /** What can be done with this call now; it differs within one carrier and over time. */
  Set<Capability> capabilities();

  /** Ends the call. An ended call is left as it is. */
  void hangup();

  /**
   * Cuts what the call is doing and gives it one action; when that is done, the call is hung up.
   *
   * @return a handle to await the outcome
   */
  PendingOutcome run(Action action);

  /**
   * Cuts what the call is doing and gives it another flow.
   *
   * @param flow the name the flow is registered under
   * @param attributes handed to the flow
   * @throws NotFoundException if no flow has that name
   */
  void follow(String flow, Map<String, String> attributes);

  /** Cuts what the call is doing and gives it another flow. */
  default void follow(String flow) {
    follow(flow, Map.of());
  }

  /**
   * Puts a recording that the host has made into the call's record, and tells the listeners. That
   * works from the call's arrival until its record closes, 2 s after the carrier's last word on it.
   * Of two with the same id the one that says when it started counts, then the longer one. Goes to
   * the store only, and may block there.
   *
   * @throws CallEndedException if the record is closed: it stays as it is, and this is counted
   */
  void addRecording(Recording recording);

  /**
   * Blocks until the call is answered.
   *
   * @throws CallEndedException as soon as it ends instead
   * @throws WaitTimeoutException if neither happened in time
   * @throws InterruptedException if the thread is interrupted
   */
  void awaitAnswered(Duration timeout) throws InterruptedException;

  /**
   * Blocks until the call has ended.
   *
   * @throws WaitTimeoutException if it did not in time
   * @throws InterruptedException if the thread is interrupted
   */
  void awaitEnded(Duration timeout) throws InterruptedException;
}
