package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallState;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Outcome;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.internal.stream.StreamCounters;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.TapFactory;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.SerialExecutor;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media socket and the call it carries.
 *
 * <p>Audio and marks go from the reading thread straight into the stream. What needs the store
 * (start, peers that end, changes of the call, the socket's end) goes through the leg's signalling
 * queue, in order, which alone uses what the leg knows of its call.
 */
final class MediaLeg implements MediaSocketListener, MediaEvents {
  private static final Logger log = LoggerFactory.getLogger(MediaLeg.class);

  // RFC 6455 §7.4.1.
  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int UNSUPPORTED_DATA = 1003;
  static final int POLICY_VIOLATION = 1008;
  static final int INTERNAL_ERROR = 1011;
  static final int TRY_AGAIN_LATER = 1013;

  private static final int MOST_BAD_MESSAGES = 10;

  /** {@code WAITING → STREAMING → OVER}; a socket that never starts skips the middle. */
  private enum Phase {
    WAITING,
    STREAMING,
    OVER
  }

  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final MediaGate gate;
  private final CallProvider provider;
  private final MediaSocket socket;
  private final MediaWire wire;
  private final SerialExecutor signalling;
  private final @Nullable StepReference admitted;
  private volatile @Nullable MediaStream stream;
  private volatile @Nullable String callId;

  // Opaque is enough: who looks may see a message a little later.
  private final AtomicBoolean heard = new AtomicBoolean(true);
  private int quietLooks; // this and the next: used by those looks only, one at a time
  private int stuckLooks;
  private volatile boolean silent;

  // Used by the socket's reader only.
  private final Flood flood;
  private int badMessages;

  // Used on the signalling queue only: the step whose URLs the carrier was given, that of the
  // present peer (later than the first one where peers were exchanged), and what ends following.
  private @Nullable StepReference step;
  private @Nullable StepReference peer;
  private Store.@Nullable Subscription following;
  private boolean releasing;

  /**
   * A leg whose stream has not begun.
   *
   * @param admitted the step its handshake's token stands for, or null if the token is to come with
   *     the start message
   */
  MediaLeg(
      MediaGate gate, CallProvider provider, @Nullable StepReference admitted, MediaSocket socket) {
    this.gate = gate;
    this.provider = provider;
    this.admitted = admitted;
    this.socket = socket;
    this.wire = provider.openWire();
    this.signalling = new SerialExecutor(gate.timekeeper.executor("signalling"));
    this.flood = new Flood(gate.mediaAhead, gate.timekeeper.nanoTime());
  }

  /** Completes when the leg holds nothing any more. */
  CompletableFuture<Void> released() {
    return released;
  }

  /** The call whose stream has begun here, or null if none has. */
  @Nullable String callId() {
    return callId;
  }

  @Override
  public void onText(String message) {
    if (isOver()) {
      return;
    }
    heard.setOpaque(true);
    MediaWire.Verdict verdict = wire.read(message, this);
    flood.endMessage();
    if (flood.isDue() && flood.isOver(gate.timekeeper.nanoTime())) {
      refuse(POLICY_VIOLATION, "it brings audio or messages faster than real time");
    }
    if (verdict == MediaWire.Verdict.UNKNOWN) {
      gate.counters.count("messages.unknown");
    } else if (verdict == MediaWire.Verdict.MALFORMED) {
      onBadMessage();
    }
  }

  @Override
  public void onBinary() {
    onBadMessage();
  }

  private void onBadMessage() {
    gate.counters.count("messages.malformed");
    badMessages++;
    if (stream == null || badMessages > MOST_BAD_MESSAGES) {
      refuse(UNSUPPORTED_DATA, "these are no messages of this carrier's media protocol");
    }
  }

  /** How many looks in a row, this one included, found the same message under way. */
  int stuckLooks() {
    MediaStream open = stream;
    stuckLooks = open != null && open.isStuck() && !isOver() ? stuckLooks + 1 : 0;
    return stuckLooks;
  }

  /** The other side has read nothing for so long. */
  void endStuck(Duration bound) {
    refuse(POLICY_VIOLATION, "it has read nothing for " + bound.toSeconds() + " s");
  }

  /** How many looks in a row, this one included, found that nothing had come. */
  int quietLooks() {
    quietLooks = heard.getOpaque() || phase.get() != Phase.STREAMING ? 0 : quietLooks + 1;
    heard.setOpaque(false);
    return quietLooks;
  }

  /** Nothing has come for so long; the endpoint fails and the carrier may ask what is next. */
  void endSilent(Duration bound) {
    if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
      silent = true;
      gate.counters.count("watchdogs.media-silence");
      log.warn(
          "call {}: nothing came on the media socket for {} s, so it is closed; look at the network"
              + " between carrier and host, and at the proxies in it",
          callId,
          bound.toSeconds());
      close(INTERNAL_ERROR, "", "nothing came on the media socket for " + bound.toSeconds() + " s");
    }
  }

  void onNoStart() {
    if (phase.compareAndSet(Phase.WAITING, Phase.OVER)) {
      refused(POLICY_VIOLATION, "no start message came in time");
    }
  }

  @Override
  public void onStart(MediaStart start) {
    if (stream != null) {
      onBadMessage();
      return;
    }
    StepReference claimed = admitted == null ? gate.verify(start.token()) : admitted;
    if (claimed == null) {
      refuse(POLICY_VIOLATION, "the media token is not ours or has expired");
    } else if (phase.compareAndSet(Phase.WAITING, Phase.STREAMING)) {
      gate.waitsNoMore(this);
      MediaStream begun =
          new MediaStream(
              "call " + claimed.callId(),
              start.format(),
              wire,
              socket,
              gate.pacer,
              gate.timekeeper,
              outcome -> signalling.execute(() -> onPeerEnded(outcome)));
      stream = begun;
      callId = claimed.callId();
      gate.silence.watch();
      signalling.execute(() -> begin(start, claimed, begun));
    }
  }

  private void begin(MediaStart start, StepReference claimed, MediaStream begun) {
    try {
      if (released.isDone()) {
        return;
      }
      CallValue call = gate.calls.find(claimed.callId());
      if (!mayCarry(call, start)) {
        refuse(POLICY_VIOLATION, "the media token is not valid for this call (any more)");
        return;
      }
      CallBook.Change change = gate.media.open(claimed, gate.timekeeper.now());
      if (!change.changed()) {
        end("a media stream began that nothing waits for", NORMAL);
        return;
      }
      step = claimed;
      following = gate.locals.follow(claimed.callId(), () -> signalling.execute(this::follow));
      connect(change.now(), begun);
      follow();
    } catch (RuntimeException e) {
      log.error("call {}: its media stream could not begin", claimed.callId(), e);
      refuse(INTERNAL_ERROR, "the router failed");
    }
  }

  /** Whether a socket may carry that call; a token of the start message is spent by it. */
  private boolean mayCarry(@Nullable CallValue call, MediaStart start) {
    return call != null
        && call.facts().provider().equals(provider.id())
        && call.facts().carrierId().equals(start.carrierId())
        && (admitted != null || gate.spend(start.token()));
  }

  private void connect(CallValue call, MediaStream on) {
    if (!(call.flow().current() instanceof Action.Connect connect)) {
      throw new IllegalStateException(call.reference() + " is no connect");
    }
    peer = call.reference();
    Connecting context = new Connecting(gate.handles.apply(call), connect.attributes());
    on.tap(tapsOf(connect), context);
    on.connect(factoryOf(connect), context);
  }

  private EndpointFactory factoryOf(Action.Connect connect) {
    EndpointFactory factory = gate.endpoints.get(connect.endpoint());
    if (factory == null) {
      return context -> missing("endpoint", connect.endpoint());
    }
    return connect.taps().stream()
        .filter(tap -> !gate.taps.containsKey(tap))
        .findFirst()
        .map(tap -> (EndpointFactory) context -> missing("tap", tap))
        .orElse(factory);
  }

  private Map<String, TapFactory> tapsOf(Action.Connect connect) {
    Map<String, TapFactory> taps = new LinkedHashMap<>();
    for (String name : connect.taps()) {
      TapFactory factory = gate.taps.get(name);
      if (factory != null) {
        taps.put(name, factory);
      }
    }
    return taps;
  }

  private static AudioEndpoint missing(String what, String name) {
    throw new NotFoundException("this node has no " + what + " named " + name);
  }

  /** The call's value has changed, on whichever node. */
  private void follow() {
    if (step == null || peer == null || isOver()) {
      return;
    }
    CallValue call = gate.calls.find(step.callId());
    if (call == null || call.state() == CallState.ENDED) {
      end("the call ended", NORMAL);
    } else if (call.flow().generation() > peer.generation()) {
      end("the call was given something else to do", NORMAL);
    } else if (!call.hasMedia(step) || !call.isMediaOpen()) {
      end("the carrier asked what is next", NORMAL);
    }
  }

  @Override
  public void onAudio(byte[] audio, int offset, int length, long timestampMs) {
    MediaStream open = stream;
    if (open != null) {
      flood.audio(open.nanosOf(length));
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
    CallValue call = step == null ? null : gate.calls.find(step.callId());
    if (call != null) {
      gate.calls.tell(call, CallEvent.Kind.DIGIT, false, Map.of("digit", "*"));
    }
  }

  @Override
  public void onStop() {
    end("the carrier ended the media", NORMAL);
  }

  @Override
  public void onClosed(int code, String reason) {
    end("the media socket was closed with " + code, NORMAL);
  }

  /** Closes the socket for what came in on it; one log line says why. */
  void refuse(int code, String reason) {
    if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
      refused(code, reason);
    }
  }

  private void refused(int code, String reason) {
    gate.counters.count("sockets.closed." + code);
    log.warn("{}: media socket closed with {}: {}", provider.id(), code, reason);
    close(code, reason, reason);
  }

  /** Ends the media, whoever wants it; the peer's outcome follows from the stream. */
  void end(String reason, int code) {
    if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
      close(code, "", reason);
    }
  }

  private void close(int code, String said, String reason) {
    gate.waitsNoMore(this);
    socket.close(code, said);
    signalling.execute(() -> endStream(reason));
  }

  private boolean isOver() {
    return phase.get() == Phase.OVER;
  }

  private void endStream(String reason) {
    MediaStream open = stream;
    if (open != null) {
      open.end(reason);
    }
    if (peer == null) {
      release();
    }
  }

  /** Told once for every peer that was connected. */
  private void onPeerEnded(Outcome outcome) {
    StepReference ended = peer;
    StepReference mine = step;
    MediaStream open = stream;
    if (ended == null || mine == null || open == null) {
      return;
    }
    peer = null;
    boolean connected = false;
    try {
      gate.driver.cameOut(ended, outcome);
      connected = !isOver() && connectNext(mine, open);
    } catch (RuntimeException e) {
      log.error("call {}: what follows its media could not be decided", mine.callId(), e);
    }
    if (!connected) {
      finish(mine);
    }
  }

  private void finish(StepReference mine) {
    end("the endpoint is done", NORMAL);
    try {
      gate.media.over(mine, silent ? MediaState.Phase.SILENT : MediaState.Phase.OVER);
      gate.driver.advance(mine.callId());
    } catch (RuntimeException e) {
      log.error("call {}: what follows its media could not be decided", mine.callId(), e);
    } finally {
      endStream("the endpoint is done");
    }
  }

  private boolean connectNext(StepReference mine, MediaStream open) {
    CallValue next = gate.driver.advance(mine.callId());
    if (isOver() || !gate.media.connectInPlace(mine, next)) {
      return false;
    }
    connect(next, open);
    return true;
  }

  private void release() {
    if (releasing) {
      return;
    }
    releasing = true;
    if (following != null) {
      following.cancel();
    }
    countAudio();
    MediaStream over = stream;
    if (over == null) {
      gone();
    } else {
      over.tapsOver().thenRun(this::gone);
    }
  }

  private void gone() {
    countTaps();
    gate.gone(this);
    released.complete(null);
  }

  /** What the stream could not carry; it has logged that itself. */
  private void countAudio() {
    MediaStream over = stream;
    if (over != null) {
      StreamCounters audio = over.counters();
      gate.counters.add("audio.in.dropped", audio.earlyFramesDropped() + audio.lateFramesDropped());
      gate.counters.add("audio.in.filled", audio.framesFilled());
      gate.counters.add("audio.out.dropped", audio.liveFramesRefused() + audio.liveFramesTrimmed());
      gate.counters.add("audio.out.underruns", audio.underruns());
    }
  }

  /** Later than the rest, since taps may fail at their end. */
  private void countTaps() {
    MediaStream over = stream;
    if (over != null) {
      StreamCounters audio = over.counters();
      gate.counters.add("audio.tap.dropped", audio.tapFramesDropped());
      gate.counters.add("taps.failed", audio.tapsFailed());
    }
  }

  private record Connecting(Call call, Map<String, String> attributes) implements ConnectContext {}
}
