package io.callrouter;

import io.callrouter.internal.stream.EndpointBounds;
import io.callrouter.internal.stream.Pacer;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets media sockets in: the handshake by the carrier's signature and, where the path has it, the
 * token; the socket itself only for a short time and in limited number until its stream begins.
 */
final class MediaGate {
  private final Set<MediaLeg> legs = ConcurrentHashMap.newKeySet();

  /** The legs whose streams have not begun, each with the timer that ends its wait. */
  private final ConcurrentMap<MediaLeg, Timekeeper.Timer> waiting = new ConcurrentHashMap<>();

  private final Store store;
  private final MediaTokens tokens;
  private final Limits limits;
  private final Refusals refusals;
  private volatile boolean closed;
  final Alarms alarms;
  final Counters counters;
  final Calls calls;
  final LocalCalls locals;
  final FlowDriver driver;
  final Commander commander;
  final MediaSteps media;
  final TapSteps tapSteps;
  final Peers peers;
  final StreamCount streamCount;
  final Pacer pacer;
  final MediaSilence silence;
  final Duration mediaAhead;
  final EndpointBounds endpointBounds;
  final Timekeeper timekeeper;

  MediaGate(
      Store store,
      MediaTokens tokens,
      Limits limits,
      Refusals refusals,
      Alarms alarms,
      Counters counters,
      Calls calls,
      LocalCalls locals,
      FlowDriver driver,
      Commander commander,
      MediaSteps media,
      TapSteps tapSteps,
      Peers peers,
      Timekeeper timekeeper) {
    this.store = store;
    this.tokens = tokens;
    this.limits = limits;
    this.refusals = refusals;
    this.alarms = alarms;
    this.counters = counters;
    this.calls = calls;
    this.locals = locals;
    this.driver = driver;
    this.commander = commander;
    this.media = media;
    this.tapSteps = tapSteps;
    this.peers = peers;
    this.streamCount = new StreamCount(counters);
    this.pacer = new Pacer(timekeeper);
    this.silence = new MediaSilence(legs, timekeeper, limits.time(TimeLimit.MEDIA_SILENCE));
    this.mediaAhead = limits.time(TimeLimit.MEDIA_AHEAD);
    this.endpointBounds =
        new EndpointBounds(
            limits.time(TimeLimit.ENDPOINT_START), limits.time(TimeLimit.ENDPOINT_END));
    this.timekeeper = timekeeper;
  }

  Admission admit(CallProvider provider, WebRequest handshake) {
    MediaHandshake verdict = provider.admit(handshake);
    if (verdict instanceof MediaHandshake.Refused refused) {
      refusals.socket(
          refused.status(),
          "{}: media socket refused with {}: {}; {}",
          provider.id(),
          refused.status(),
          refused.reason(),
          refused.remedy());
      return Admission.refused(refused.status(), refused.reason());
    }
    String token = ((MediaHandshake.Accepted) verdict).token();
    if (token == null) {
      return Admission.admitted(socket -> open(provider, null, socket));
    }
    MediaTokens.Claim claim = claim(token);
    if (claim instanceof MediaTokens.Claim.Bad bad) {
      SocketFault fault = bad.fault();
      refusals.socket(
          SocketFault.FORBIDDEN,
          "{}: media socket refused: {}; {}",
          provider.id(),
          fault.reason(),
          fault.remedy());
      return Admission.refused(SocketFault.FORBIDDEN, fault.reason());
    }
    StepReference step = ((MediaTokens.Claim.Good) claim).step();
    return Admission.admitted(socket -> open(provider, step, socket));
  }

  /** Reads a token of the handshake and spends it. */
  private MediaTokens.Claim claim(String token) {
    MediaTokens.Claim claim = tokens.verify(token);
    return claim instanceof MediaTokens.Claim.Good && !spend(token)
        ? new MediaTokens.Claim.Bad(SocketFault.TOKEN_SPENT)
        : claim;
  }

  /** Reads a token of a start message; does not block. */
  MediaTokens.Claim verify(@Nullable String token) {
    return tokens.verify(token);
  }

  /** Spends a verified token; false if that was done before. */
  boolean spend(@Nullable String token) {
    return token != null && tokens.spend(token, store);
  }

  private MediaSocketListener open(
      CallProvider provider, @Nullable StepReference step, MediaSocket socket) {
    MediaLeg leg = new MediaLeg(this, provider, step, socket);
    legs.add(leg);
    if (closed) {
      leg.end("the router closed", MediaLeg.GOING_AWAY);
    } else if (waiting.size() >= limits.count(CountLimit.SOCKETS_BEFORE_START)) {
      leg.refuse(SocketFault.TOO_MANY_WAIT);
    } else {
      waiting.put(leg, timekeeper.schedule(limits.time(TimeLimit.SOCKET_START), leg::onNoStart));
    }
    return leg;
  }

  void waitsNoMore(MediaLeg leg) {
    Timekeeper.Timer timer = waiting.remove(leg);
    if (timer != null) {
      timer.cancel();
    }
  }

  void gone(MediaLeg leg) {
    legs.remove(leg);
  }

  /**
   * Ends all media and lets no more in.
   *
   * @return completes when every endpoint has ended
   */
  CompletableFuture<Void> close() {
    closed = true;
    silence.close();
    Set<MediaLeg> live = Set.copyOf(legs);
    live.forEach(leg -> leg.end("the router closed", MediaLeg.GOING_AWAY));
    return CompletableFuture.allOf(
        peers.close(),
        CompletableFuture.allOf(
            live.stream().map(MediaLeg::released).toArray(CompletableFuture<?>[]::new)));
  }

  /** The calls whose endpoints are here. */
  Set<String> calls() {
    return legs.stream()
        .map(MediaLeg::connectedCall)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  int socketsWaiting() {
    return waiting.size();
  }

  int sockets() {
    return legs.size();
  }
}
