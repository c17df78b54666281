package io.callrouter;

import io.callrouter.call.CallEvent;
import io.callrouter.call.CallState;
import io.callrouter.call.Outcome;
import io.callrouter.call.Timeline;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.SerialExecutor;
import io.callrouter.web.MediaSocket;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call whose audio a media leg carries: its endpoints follow one another on the leg's stream,
 * until the call, the carrier or the last of them ends it.
 */
final class ConnectedCall implements CarriedCall {
  private static final Logger log = LoggerFactory.getLogger(ConnectedCall.class);

  private final MediaGate gate;
  private final MediaLeg leg;
  private final SerialExecutor signalling;

  /** The step whose URLs the carrier was given. */
  private final StepReference step;

  private final MediaStream stream;

  /** The present peer's step, later than the first one where peers were exchanged. */
  private @Nullable StepReference peer;

  private Store.@Nullable Subscription following;

  /** Whether the store was asked to open the stream and has not answered. */
  private boolean opening;

  ConnectedCall(
      MediaGate gate,
      MediaLeg leg,
      SerialExecutor signalling,
      StepReference step,
      MediaStart start,
      MediaWire wire,
      MediaSocket socket) {
    this.gate = gate;
    this.leg = leg;
    this.signalling = signalling;
    this.step = step;
    this.stream =
        new MediaStream(
            "call " + step.callId(),
            start.format(),
            start.outboundFormat(),
            wire,
            socket,
            gate.pacer,
            gate.timekeeper,
            gate.endpointBounds,
            new Told());
  }

  /** What the stream tells, on any thread. */
  private final class Told implements MediaStream.Listener {
    @Override
    public void onPeerEnded(Outcome outcome, boolean broken) {
      signalling.execute(() -> goOn(outcome, broken));
    }

    @Override
    public void onKeyPressed() {
      signalling.execute(ConnectedCall.this::tellOfKey);
    }

    @Override
    public void note(Timeline.Kind kind, Map<String, String> details) {
      gate.calls.note(step.callId(), kind, details);
    }
  }

  @Override
  public MediaStream stream() {
    return stream;
  }

  @Override
  public void begin() {
    opening = true;
    CallBook.Change change = gate.media.open(step, gate.timekeeper.now());
    opening = false;
    if (!change.changed()) {
      leg.end("a media stream began that nothing waits for", MediaLeg.NORMAL);
      return;
    }
    following = gate.locals.follow(step.callId(), () -> signalling.execute(this::follow));
    connect(change.now());
    follow();
  }

  private void connect(CallValue call) {
    peer = call.reference();
    gate.peers.connect(call, stream);
  }

  /** The call's value has changed, on whichever node. */
  private void follow() {
    leg.withStore(this::look);
  }

  private void look() {
    if (peer == null || leg.isOver()) {
      return;
    }
    CallValue call = gate.calls.find(step.callId());
    if (call == null || call.state() == CallState.ENDED) {
      leg.end("the call ended", MediaLeg.NORMAL);
    } else if (call.flow().generation() > peer.generation()) {
      leg.end("the call was given something else to do", MediaLeg.NORMAL);
    } else if (!call.hasMedia(step) || !call.isMediaOpen()) {
      leg.end("the carrier asked what is next", MediaLeg.NORMAL);
    }
  }

  /** Which key, listeners are not told: it may be one of a card number. */
  private void tellOfKey() {
    CallValue call = following == null ? null : gate.calls.find(step.callId());
    if (call != null) {
      gate.calls.tell(call, CallEvent.Kind.DIGIT, false, Map.of("digit", "*"));
    }
  }

  @Override
  public void end(String reason) {
    stream.end(reason);
    if (peer == null) {
      if (following != null) {
        following.cancel();
      }
      if (opening) {
        leg.withStore(() -> gate.media.over(step, MediaState.Phase.OVER));
      }
      leg.release();
    }
  }

  /** Told once for every peer that was connected. */
  private void goOn(Outcome outcome, boolean broken) {
    StepReference ended = peer;
    if (ended == null) {
      return;
    }
    peer = null;
    if (stream.isReaderHeld()) {
      leg.end("the endpoint keeps the thread that reads the socket", MediaLeg.INTERNAL_ERROR);
    }
    boolean connected = false;
    try {
      gate.driver.cameOut(ended, outcome, broken);
      connected = !leg.isOver() && connectNext();
    } catch (RuntimeException e) {
      log.error("call {}: what follows its media could not be decided", step.callId(), e);
    }
    if (!connected) {
      leg.end("the endpoint is done", MediaLeg.NORMAL);
      leg.withStore(() -> finish(ended, outcome, broken));
      end("the endpoint is done");
    }
  }

  private boolean connectNext() {
    CallValue next = gate.driver.advance(step.callId());
    if (leg.isOver() || !gate.media.connectInPlace(step, next)) {
      return false;
    }
    connect(next);
    return true;
  }

  /** Nobody else looks after a call while its value says that its media are open. */
  private void finish(StepReference ended, Outcome outcome, boolean broken) {
    gate.driver.cameOut(ended, outcome, broken); // which the store may not have taken before
    gate.media.over(step, leg.isSilent() ? MediaState.Phase.SILENT : MediaState.Phase.OVER);
    gate.commander.wake(gate.driver.advance(step.callId()));
  }
}
