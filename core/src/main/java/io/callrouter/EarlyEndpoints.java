package io.callrouter;

import io.callrouter.call.CallState;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that this node makes while the carrier opens their media sockets, each until its
 * socket comes in here, its call goes on without it, or its time is over. Whoever removes one from
 * the map answers for it, so it is handed over once or closed once.
 */
final class EarlyEndpoints {
  private final ConcurrentMap<StepReference, EarlyEndpoint> held = new ConcurrentHashMap<>();
  private final Calls calls;
  private final LocalCalls locals;
  private final Timekeeper timekeeper;
  private final Executor threads;
  private final Duration kept;
  private final Duration making;
  private final Counters counters;
  private volatile boolean closed;

  EarlyEndpoints(
      Calls calls, LocalCalls locals, Timekeeper timekeeper, Limits limits, Counters counters) {
    this.calls = calls;
    this.locals = locals;
    this.timekeeper = timekeeper;
    this.threads = timekeeper.executor("early");
    this.kept = limits.time(TimeLimit.EARLY_ENDPOINT);
    this.making = limits.time(TimeLimit.ENDPOINT_START);
    this.counters = counters;
  }

  /** Begins to make the endpoint of a step whose media stream the carrier was told to open. */
  void begin(StepReference step, EndpointFactory factory, ConnectContext context) {
    EarlyEndpoint endpoint = new EarlyEndpoint(step.callId(), timekeeper);
    if (closed || held.putIfAbsent(step, endpoint) != null) {
      return;
    }
    endpoint.watchedBy(
        timekeeper.schedule(kept, () -> discard(step)),
        locals.follow(step.callId(), () -> threads.execute(() -> look(step))));
    threads.execute(() -> endpoint.make(factory, context));
    // What has happened before it was watched.
    threads.execute(() -> look(step));
  }

  /** The endpoint that was made for a step, or is being made; a new one if there is none. */
  AudioEndpoint take(StepReference step, EndpointFactory factory, ConnectContext context)
      throws Exception {
    EarlyEndpoint endpoint = remove(step);
    return endpoint == null ? factory.create(context) : endpoint.handOver(making);
  }

  private @Nullable EarlyEndpoint remove(StepReference step) {
    EarlyEndpoint endpoint = held.remove(step);
    if (endpoint != null) {
      endpoint.watchNoMore();
    }
    return endpoint;
  }

  private void look(StepReference step) {
    if (held.containsKey(step) && (closed || !isWanted(calls.find(step.callId()), step))) {
      discard(step);
    }
  }

  private static boolean isWanted(@Nullable CallValue call, StepReference step) {
    return call != null
        && call.state() != CallState.ENDED
        && (call.hasMedia(step, MediaState.Phase.AWAITED)
            || call.hasMedia(step, MediaState.Phase.OPEN));
  }

  private void discard(StepReference step) {
    EarlyEndpoint endpoint = remove(step);
    if (endpoint != null) {
      counters.count("endpoints.unused");
      endpoint.close();
    }
  }

  /** Makes no more; completes when those that nobody has taken are closed. */
  CompletableFuture<@Nullable Void> close() {
    closed = true;
    List<CompletableFuture<?>> closing = new ArrayList<>();
    held.forEach(
        (step, endpoint) -> {
          if (remove(step) == endpoint) {
            counters.count("endpoints.unused");
            endpoint.close();
            closing.add(endpoint.closed());
          }
        });
    return CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new));
  }

  int held() {
    return held.size();
  }
}
