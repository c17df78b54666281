package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Outcome;
import io.callrouter.spi.StepReference;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a call's media stream, as the call's value has it: a socket opens it, connects follow
 * one another on it, and the end of its socket and the carrier's question end it in either order.
 */
final class MediaSteps {
  /** Why a connect failed whose media the carrier ended. */
  static final String ENDED_BY_CARRIER = "the carrier ended the media";

  private static final Logger log = LoggerFactory.getLogger(MediaSteps.class);

  private final Calls calls;
  private final FlowDriver driver;
  private final String node;
  private final Limits limits;

  MediaSteps(Calls calls, FlowDriver driver, String node, Limits limits) {
    this.calls = calls;
    this.driver = driver;
    this.node = node;
    this.limits = limits;
  }

  /**
   * Opens the stream that a step awaits, at this node, which owns the call from then on; a change
   * without a difference if the step awaits none.
   */
  CallBook.Change open(StepReference step, Instant now) {
    return calls.updateAsOwner(
        step.callId(),
        call -> {
          MediaState awaited = call.media();
          return awaited != null && isAwaited(call, step)
              ? call.answeredAt(now).withMedia(awaited.openAt(node))
              : call;
        });
  }

  private static boolean isAwaited(CallValue call, StepReference step) {
    return call.hasMedia(step, MediaState.Phase.AWAITED)
        && call.reference().equals(step)
        && call.flow().current() instanceof Action.Connect
        && call.state() != CallState.ENDED;
  }

  /**
   * Lets the connect that was decided begin on the open stream.
   *
   * @param stream the step whose URLs the carrier was given for the stream
   * @return false if the stream is not open any more, or something else is to be done
   */
  boolean connectInPlace(StepReference stream, CallValue decided) {
    CallValue after =
        calls
            .update(
                stream.callId(),
                call ->
                    takesOver(call, stream, decided)
                        ? call.withFlow(call.flow().at(Whereabouts.TAKEN))
                        : call)
            .now();
    return takesOver(after, stream, decided);
  }

  private static boolean takesOver(CallValue call, StepReference stream, CallValue decided) {
    return call.hasMedia(stream, MediaState.Phase.OPEN)
        && call.state() != CallState.ENDED
        && call.reference().equals(decided.reference())
        && call.flow().current() instanceof Action.Connect;
  }

  /**
   * A stream's socket is closed or being closed: the carrier has some seconds to ask, or to say so
   * where it is told and has not said so already.
   */
  void over(StepReference stream, MediaState.Phase how) {
    calls.update(
        stream.callId(),
        call -> call.hasMedia(stream) && call.isMediaOpen() ? over(call, how) : call);
  }

  private static CallValue over(CallValue call, MediaState.Phase how) {
    MediaState media = call.media();
    boolean said = call.isTold() && media != null && media.phase() == MediaState.Phase.ENDING;
    return call.withMedia(media == null || said ? null : media.in(how));
  }

  /**
   * Nodes are gone, and with them the streams that were open there. One that is still awaited may
   * yet come in at any node.
   */
  CallBook.Change lost(String id, Set<String> gone) {
    return calls.update(id, call -> lost(call, gone).withoutTapsAt(gone));
  }

  private static CallValue lost(CallValue call, Set<String> gone) {
    MediaState media = call.media();
    return media != null && media.isOpen() && media.node() != null && gone.contains(media.node())
        ? failed(over(call, MediaState.Phase.OVER), "the node that carried the media is gone")
        : call;
  }

  /**
   * The carrier says that a step's action is over. What an endpoint gave counts for a connect: if
   * the carrier's request overtook it, it is waited for.
   */
  void carrierCameBack(StepReference step, Outcome outcome) {
    CallValue call = calls.update(step.callId(), value -> ending(value, step)).now();
    if (call.hasMedia(step)) {
      awaitEnd(step);
      calls.update(
          step.callId(),
          value -> value.hasMedia(step) ? withoutMedia(value, ENDED_BY_CARRIER) : value);
    } else if (!(call.flow().current() instanceof Action.Connect)) {
      driver.cameOut(step, outcome);
    }
  }

  /** So that no further connect begins on the stream. */
  private static CallValue ending(CallValue call, StepReference stream) {
    return call.hasMedia(stream, MediaState.Phase.OPEN)
        ? call.mediaIn(stream, MediaState.Phase.ENDING)
        : call;
  }

  private void awaitEnd(StepReference stream) {
    try {
      calls.await(
          stream.callId(),
          call -> !call.hasMedia(stream, MediaState.Phase.ENDING),
          limits.time(TimeLimit.ENDPOINT_OUTCOME));
    } catch (TimeoutException e) {
      log.warn(
          "call {}: the carrier says that the media is over, its socket still seems open",
          stream.callId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The media are dealt with; a connect that waited for them has failed. */
  static CallValue withoutMedia(CallValue call, String why) {
    return failed(call.withMedia(null), why);
  }

  /** A connect that the carrier was told of has failed. */
  private static CallValue failed(CallValue call, String why) {
    FlowState flow = call.flow();
    return flow.isHandedOver() && flow.current() instanceof Action.Connect connect
        ? call.withFlow(flow.cameOut(connect, Outcome.failed(why)))
        : call;
  }
}
