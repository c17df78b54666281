package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallState;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Outcome;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.StepReference;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media socket and the call it carries.
 *
 * <p>Audio and marks go from the reading thread straight into the stream. What needs the store
 * (start, stop, close, changes of the call) goes through the leg's signalling queue, in order.
 */
final class MediaLeg implements MediaSocketListener, MediaEvents {
  private static final Logger log = LoggerFactory.getLogger(MediaLeg.class);

  /** RFC 6455 §7.4.1. */
  private static final int NORMAL = 1000;

  static final int GOING_AWAY = 1001;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int POLICY_VIOLATION = 1008;

  private static final int MOST_BAD_MESSAGES = 10;

  private final MediaGate gate;
  private final CallProvider provider;
  private final MediaSocket socket;
  private final MediaWire wire;
  private final SerialExecutor signalling;
  private final AtomicBoolean waiting = new AtomicBoolean(true);
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final @Nullable StepReference admitted;
  private int badMessages;
  private Timekeeper.@Nullable Timer startLimit;
  private volatile @Nullable MediaStream stream;

  /** The step whose URLs the carrier was given; set once, on the signalling queue. */
  private volatile @Nullable StepReference step;

  /** The step of the present peer: later than {@link #step} when peers were exchanged. */
  private volatile @Nullable StepReference peerStep;

  MediaLeg(
      MediaGate gate, CallProvider provider, @Nullable StepReference admitted, MediaSocket socket) {
    this.gate = gate;
    this.provider = provider;
    this.admitted = admitted;
    this.socket = socket;
    this.wire = provider.openWire();
    this.signalling = new SerialExecutor(gate.timekeeper.executor("signalling"));
  }

  /** Completes when the leg holds nothing any more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  void limitWait(Timekeeper.Timer timer) {
    startLimit = timer;
  }

  @Override
  public void onText(String message) {
    MediaWire.Verdict verdict = wire.read(message, this);
    if (verdict == MediaWire.Verdict.UNKNOWN) {
      gate.count("messages.unknown");
    } else if (verdict == MediaWire.Verdict.MALFORMED) {
      onBadMessage();
    }
  }

  @Override
  public void onBinary() {
    onBadMessage();
  }

  private void onBadMessage() {
    gate.count("messages.malformed");
    badMessages++;
    if (stream == null || badMessages > MOST_BAD_MESSAGES) {
      refuse(UNSUPPORTED_DATA, "these are no messages of this carrier's media protocol");
    }
  }

  /** Closes the socket for what came in on it; one log line says why. */
  void refuse(int code, String reason) {
    if (!over.get()) {
      gate.count("sockets.closed." + code);
      log.warn("{}: media socket of {} closed with {}: {}", provider.id(), label(), code, reason);
      socket.close(code, reason);
    }
  }

  void onNoStart() {
    if (waiting.get()) {
      refuse(POLICY_VIOLATION, "no start message came in time");
    }
  }

  @Override
  public void onStart(MediaStart start) {
    if (stream != null) {
      onBadMessage();
      return;
    }
    stopWaiting();
    MediaStream begun =
        new MediaStream(
            label(), start.format(), wire, socket, gate.pacer, gate.timekeeper, this::onPeerEnded);
    stream = begun;
    signalling.execute(() -> begin(start, begun));
  }

  private void stopWaiting() {
    if (waiting.compareAndSet(true, false)) {
      gate.begun();
      if (startLimit != null) {
        startLimit.cancel();
      }
    }
  }

  private void begin(MediaStart start, MediaStream begun) {
    StepReference allowed = allowedStep(start);
    CallValue call = allowed == null ? null : gate.calls.find(allowed.callId());
    if (allowed == null || call == null || !isCallOf(call, start)) {
      refuse(POLICY_VIOLATION, "the media token is not valid for this call");
      return;
    }
    Instant now = gate.timekeeper.now();
    CallBook.Change change =
        gate.calls.update(allowed.callId(), value -> opened(value, allowed, now));
    if (!change.changed() || over.get()) {
      log.info("call {}: a media stream began that nothing waits for", allowed.callId());
      socket.close(NORMAL, "");
      return;
    }
    step = allowed;
    peerStep = change.now().reference();
    gate.locals.of(allowed.callId()).leg(this);
    connect(change.now(), begun);
    catchUp(allowed.callId());
  }

  private @Nullable StepReference allowedStep(MediaStart start) {
    if (admitted != null) {
      return admitted;
    }
    return start.token() == null ? null : gate.spend(start.token());
  }

  private boolean isCallOf(CallValue call, MediaStart start) {
    return call.facts().provider().equals(provider.id())
        && call.facts().carrierId().equals(start.carrierId());
  }

  private static CallValue opened(CallValue call, StepReference step, Instant now) {
    boolean awaited =
        call.hasMedia(step, CallValue.MediaState.Phase.AWAITED)
            && call.reference().equals(step)
            && call.state() != CallState.ENDED;
    return awaited ? call.answeredAt(now).mediaIn(step, CallValue.MediaState.Phase.OPEN) : call;
  }

  private void connect(CallValue call, MediaStream on) {
    if (call.flow().current() instanceof Action.Connect connect) {
      EndpointFactory factory = gate.endpoints.get(connect.endpoint());
      on.connect(
          factory == null ? context -> missing(connect) : factory,
          new Connecting(gate.handles.apply(call), connect.attributes()));
    }
  }

  private static io.callrouter.media.AudioEndpoint missing(Action.Connect connect) {
    throw new NotFoundException("this node has no endpoint named " + connect.endpoint());
  }

  /** A change that was published before this leg could hear of it. */
  private void catchUp(String id) {
    onCallChanged(CallBook.Notice.of(gate.calls.get(id)));
  }

  @Override
  public void onAudio(byte[] audio, int offset, int length, long timestampMs) {
    MediaStream open = stream;
    if (open != null) {
      open.audio(audio, offset, length, timestampMs);
    }
  }

  @Override
  public void onMark(String name) {
    MediaStream open = stream;
    if (open != null) {
      open.mark(name);
    }
  }

  @Override
  public void onDigit(char digit) {
    MediaStream open = stream;
    if (open != null) {
      open.digit(digit);
      signalling.execute(this::tellOfDigit);
    }
  }

  private void tellOfDigit() {
    StepReference of = step;
    CallValue call = of == null ? null : gate.calls.find(of.callId());
    if (call != null) {
      gate.calls.tell(call, CallEvent.Kind.DIGIT, false, Map.of("digit", "*"));
    }
  }

  @Override
  public void onStop() {
    signalling.execute(() -> end("the carrier ended the media", NORMAL));
  }

  @Override
  public void onClosed(int code, String reason) {
    stopWaiting();
    signalling.execute(() -> end("the media socket was closed with " + code, NORMAL));
  }

  /** The call's value changed, on whichever node; called on any thread. */
  void onCallChanged(CallBook.Notice notice) {
    StepReference present = peerStep;
    if (notice.ended()) {
      signalling.execute(() -> end("the call ended", NORMAL));
    } else if (present != null && notice.generation() > present.generation()) {
      signalling.execute(() -> end("the call was given something else to do", NORMAL));
    }
  }

  /** Ends the media, whoever wants it; the peer's outcome follows from the stream. */
  void end(String reason, int code) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    stopWaiting();
    MediaStream open = stream;
    if (open != null) {
      open.end(reason);
    }
    socket.close(code, "");
    if (step == null) {
      leave();
    }
  }

  /** Called by the stream, once for every peer that was connected. */
  private void onPeerEnded(Outcome outcome) {
    StepReference present = peerStep;
    StepReference mine = step;
    MediaStream open = stream;
    if (present == null || mine == null || open == null) {
      return;
    }
    try {
      gate.driver.cameOut(present, outcome);
      if (over.get() || !exchangePeer(gate.driver.advance(present.callId()), open)) {
        closeMedia(mine);
      }
    } catch (NotFoundException e) {
      log.debug("{}", e.getMessage());
      leave();
    }
  }

  private boolean exchangePeer(CallValue call, MediaStream open) {
    boolean connects =
        call.state() != CallState.ENDED
            && call.flow().current() instanceof Action.Connect
            && !call.flow().handedOver();
    if (!connects || over.get() || !gate.driver.connectInPlace(call)) {
      return false;
    }
    peerStep = call.reference();
    connect(call, open);
    return true;
  }

  private void closeMedia(StepReference mine) {
    end("the endpoint is done", NORMAL);
    gate.driver.mediaOver(mine);
    leave();
    gate.driver.advance(mine.callId());
  }

  private void leave() {
    StepReference mine = step;
    LocalCall local = mine == null ? null : gate.locals.find(mine.callId());
    if (local != null && local.leg() == this) {
      local.leg(null);
    }
    gate.gone(this);
    ended.complete(null);
  }

  private String label() {
    StepReference of = step == null ? admitted : step;
    return of == null ? "a call not known yet" : "call " + of.callId();
  }

  private record Connecting(Call call, Map<String, String> attributes) implements ConnectContext {}
}
