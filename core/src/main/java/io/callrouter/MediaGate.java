package io.callrouter;

import io.callrouter.call.Call;
import io.callrouter.internal.stream.Pacer;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets media sockets in: the handshake by the carrier's signature and, where the path has it, the
 * token; the socket itself only for a short time and in limited number until its stream begins.
 */
final class MediaGate {
  private static final Logger log = LoggerFactory.getLogger(MediaGate.class);

  private final Set<MediaLeg> legs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger beforeStart = new AtomicInteger();
  private final Store store;
  private final MediaTokens tokens;
  private final Counters counters;
  private final Limits limits;
  final Calls calls;
  final LocalCalls locals;
  final CallDriver driver;
  final Map<String, EndpointFactory> endpoints;
  final Function<CallValue, Call> handles;
  final Pacer pacer;
  final Timekeeper timekeeper;

  MediaGate(
      Store store,
      MediaTokens tokens,
      Counters counters,
      Limits limits,
      Calls calls,
      LocalCalls locals,
      CallDriver driver,
      Map<String, EndpointFactory> endpoints,
      Function<CallValue, Call> handles,
      Timekeeper timekeeper) {
    this.store = store;
    this.tokens = tokens;
    this.counters = counters;
    this.limits = limits;
    this.calls = calls;
    this.locals = locals;
    this.driver = driver;
    this.endpoints = Map.copyOf(endpoints);
    this.handles = handles;
    this.pacer = new Pacer(timekeeper);
    this.timekeeper = timekeeper;
  }

  Admission admit(CallProvider provider, WebRequest handshake) {
    MediaHandshake verdict = provider.admit(handshake);
    if (verdict instanceof MediaHandshake.Refused refused) {
      counters.count("sockets.refused." + refused.status());
      log.warn(
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
    StepReference step = spend(token);
    if (step == null) {
      counters.count("sockets.refused.403");
      log.warn(
          "{}: media socket refused: its token is not ours, is spent or has expired",
          provider.id());
      return Admission.refused(403, "the media token is not valid (any more)");
    }
    return Admission.admitted(socket -> open(provider, step, socket));
  }

  /** The step a token lets in, once; null if it is not ours, is spent or has expired. */
  @Nullable StepReference spend(String token) {
    StepReference step = tokens.verify(token);
    return step != null && tokens.spend(token, store) ? step : null;
  }

  private MediaSocketListener open(
      CallProvider provider, @Nullable StepReference step, MediaSocket socket) {
    MediaLeg leg = new MediaLeg(this, provider, step, socket);
    legs.add(leg);
    if (beforeStart.incrementAndGet() > limits.socketsBeforeStart()) {
      leg.refuse(1013, "too many media sockets that have not begun a stream");
    } else {
      leg.limitWait(timekeeper.schedule(limits.socketStart(), leg::onNoStart));
    }
    return leg;
  }

  void begun() {
    beforeStart.decrementAndGet();
  }

  void gone(MediaLeg leg) {
    legs.remove(leg);
  }

  void count(String name) {
    counters.count(name);
  }

  Set<MediaLeg> legs() {
    return Set.copyOf(legs);
  }
}
