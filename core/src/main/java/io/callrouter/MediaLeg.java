package io.callrouter;

import io.callrouter.call.NotFoundException;
import io.callrouter.call.StoreException;
import io.callrouter.call.Timeline;
import io.callrouter.internal.stream.CarrierStream;
import io.callrouter.internal.stream.MediaStream;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Track;
import io.callrouter.time.SerialExecutor;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media socket, from its opening to its end.
 *
 * <p>Audio and marks go from the reading thread straight into the stream. What needs the store goes
 * through the leg's signalling queue, in order, which alone uses the {@link CarriedCall}.
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
  private final SocketLooks looks = new SocketLooks();
  private final MediaGate gate;
  private final CallProvider provider;
  private final MediaSocket socket;
  private final MediaWire wire;
  private final SerialExecutor signalling;
  private final @Nullable StepReference admitted;
  private volatile @Nullable CarriedCall carried;
  private volatile @Nullable CarrierStream stream;
  private volatile @Nullable String callId;
  private volatile boolean silent;

  // Used by the socket's reader only.
  private final Flood flood;
  private final RejectedMessages rejected = new RejectedMessages();
  private int badMessages;

  private boolean releasing; // used on the signalling queue only

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

  /** The call whose endpoint is here, or null if none is. */
  @Nullable String connectedCall() {
    return isConnected() ? callId : null;
  }

  private boolean isConnected() {
    return carried instanceof ConnectedCall;
  }

  @Override
  public void onText(String message) {
    if (isOver()) {
      return;
    }
    looks.heard();
    MediaWire.Verdict verdict = wire.read(message, this);
    flood.endMessage();
    if (flood.isDue() && flood.isOver(gate.timekeeper.nanoTime())) {
      refuse(SocketFault.FLOODS);
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
      refuse(SocketFault.UNREADABLE);
    }
  }

  /** How many looks in a row, this one included, found the same message under way. */
  int stuckLooks() {
    CarrierStream open = stream;
    return looks.stuck(open != null && open.isStuck() && !isOver());
  }

  /** The other side has read nothing for so long. */
  void endStuck() {
    refuse(SocketFault.READS_NOTHING);
  }

  /**
   * How many looks in a row, this one included, found that nothing had come. Before a tap there may
   * be nothing to hear for long, such as while the call is not answered; it ends with its call.
   */
  int quietLooks() {
    return looks.quiet(phase.get() == Phase.STREAMING && isConnected());
  }

  /** Nothing has come for so long; the endpoint fails and the carrier may ask what is next. */
  void endSilent(Duration bound) {
    if (stream instanceof MediaStream open && open.giveUpReader(bound)) {
      return;
    }
    if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
      silent = true;
      gate.counters.count("watchdogs.media-silence");
      note(Timeline.Kind.WATCHDOG, Map.of("watchdog", "media-silence"));
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
      refused(SocketFault.NO_START);
    }
  }

  @Override
  public void onStart(MediaStart start) {
    if (stream != null) {
      onBadMessage();
      return;
    }
    MediaTokens.Claim claim =
        admitted == null ? gate.verify(start.token()) : new MediaTokens.Claim.Good(admitted);
    if (claim instanceof MediaTokens.Claim.Good good) {
      begin(start, good.step());
    } else if (claim instanceof MediaTokens.Claim.Bad bad) {
      refuse(bad.fault());
    }
  }

  private void begin(MediaStart start, StepReference claimed) {
    if (phase.compareAndSet(Phase.WAITING, Phase.STREAMING)) {
      gate.waitsNoMore(this);
      CarriedCall call =
          start.oneWay()
              ? new TappedCall(gate, this, signalling, claimed, start)
              : new ConnectedCall(gate, this, signalling, claimed, start, wire, socket);
      stream = call.stream();
      carried = call;
      callId = claimed.callId();
      gate.silence.watch();
      signalling.execute(() -> begin(start, claimed.callId(), call));
    }
  }

  private void begin(MediaStart start, String id, CarriedCall call) {
    try {
      if (released.isDone()) {
        return;
      }
      SocketFault fault = obstacle(gate.calls.find(id), start);
      if (fault == null) {
        call.begin();
      } else {
        refuse(fault);
      }
    } catch (RuntimeException e) {
      log.error("call {}: its media stream could not begin", id, e);
      refuse(SocketFault.ROUTER_FAILED);
    }
  }

  /** Why the socket may not carry that call; a token of the start message is spent by asking. */
  private @Nullable SocketFault obstacle(@Nullable CallValue call, MediaStart start) {
    if (call == null
        || !call.facts().provider().equals(provider.id())
        || !call.facts().carrierId().equals(start.carrierId())) {
      return SocketFault.OF_ANOTHER_CALL;
    }
    return admitted == null && !gate.spend(start.token()) ? SocketFault.TOKEN_SPENT : null;
  }

  @Override
  public void onAudio(
      Track track, long sequence, byte[] audio, int offset, int length, long timestampMs) {
    CarrierStream open = stream;
    if (open != null) {
      flood.audio(open.audio(track, sequence, audio, offset, length, timestampMs));
    }
  }

  @Override
  public void onMark(String name) {
    CarrierStream open = stream;
    if (open != null) {
      open.mark(name);
    }
  }

  @Override
  public void onDigit(char digit) {
    CarrierStream open = stream;
    if (open != null) {
      open.digit(digit);
    }
  }

  @Override
  public void onError(long code, String reason) {
    gate.counters.count("messages.rejected");
    if (rejected.isNew(code)) {
      String words = RejectedMessages.words(reason);
      log.warn(
          "{}: call {}: the carrier could not use a message on the media socket, code {}: {}",
          provider.id(),
          callId,
          code,
          words);
      note(Timeline.Kind.TROUBLE, Map.of("what", "media error " + code + ": " + words));
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
  void refuse(SocketFault fault) {
    if (phase.getAndSet(Phase.OVER) != Phase.OVER) {
      refused(fault);
    }
  }

  private void refused(SocketFault fault) {
    gate.counters.count("sockets.closed." + fault.code());
    log.warn(
        "{}: media socket{} closed with {}: {}; {}",
        provider.id(),
        callId == null ? "" : " of call " + callId,
        fault.code(),
        fault.reason(),
        fault.remedy());
    note(
        Timeline.Kind.SOCKET_CLOSED,
        Map.of("code", Integer.toString(fault.code()), "reason", fault.reason()));
    close(fault.code(), fault.reason(), fault.reason());
  }

  private void note(Timeline.Kind kind, Map<String, String> details) {
    String id = callId;
    if (id != null) {
      gate.calls.note(id, kind, details);
    }
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
    signalling.execute(() -> endCall(reason));
  }

  boolean isOver() {
    return phase.get() == Phase.OVER;
  }

  /** Whether it was closed because nothing came. */
  boolean isSilent() {
    return silent;
  }

  /**
   * Does something that needs the store, on the signalling queue: at once, and again later if the
   * store is away. A call that is gone meanwhile needs it no more.
   */
  void withStore(Runnable task) {
    try {
      task.run();
    } catch (NotFoundException e) {
      log.debug("call {}: it is gone: {}", callId, e.getMessage());
    } catch (StoreException e) {
      log.warn(
          "call {}: what became of its media cannot be stored or read, tried again in {} s: {}",
          callId,
          CallWatch.STORE_BACK.toSeconds(),
          e.getMessage());
      gate.alarms.after(
          CallWatch.STORE_BACK, "signalling", () -> signalling.execute(() -> withStore(task)));
    } catch (RuntimeException e) {
      log.error("call {}: what follows its media could not be decided", callId, e);
    }
  }

  private void endCall(String reason) {
    CarriedCall call = carried;
    if (call == null) {
      release();
    } else {
      call.end(reason);
    }
  }

  /** Nobody uses the stream any more; on the signalling queue. */
  void release() {
    if (releasing) {
      return;
    }
    releasing = true;
    CarrierStream over = stream;
    if (over == null) {
      gone();
      return;
    }
    gate.streamCount.audio(over.counters());
    over.tapsOver()
        .thenRun(
            () -> {
              gate.streamCount.taps(over.counters());
              gone();
            });
  }

  private void gone() {
    gate.gone(this);
    released.complete(null);
  }
}
