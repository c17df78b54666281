package io.callrouter.openai.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpTransportSessionNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stands between the SDK's client and a transport: lets answers through that are waited for, and
 * little else; leaves a server that floods; has requests fail at once when the transport does; and
 * tells the server of a request that nobody waits for any more.
 */
final class GuardedTransport implements McpClientTransport {
  private static final int MOST_UNASKED = 10_000;
  private static final int MOST_SESSIONS = 5;

  private final McpClientTransport transport;
  private final Map<Object, JSONRPCRequest> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger unasked = new AtomicInteger();
  private final AtomicInteger lostSessions = new AtomicInteger();
  private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client = message -> message;
  private volatile Consumer<Throwable> faults = fault -> {};
  private volatile @Nullable TransportFault broken;

  GuardedTransport(McpClientTransport transport) {
    this.transport = transport;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
    this.client = client;
    transport.setExceptionHandler(this::failed);
    return transport.connect(message -> client.apply(message.filter(this::letsThrough)));
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    faults = handler;
  }

  private boolean letsThrough(JSONRPCMessage message) {
    if (message instanceof JSONRPCResponse response) {
      boolean wanted = response.id() != null && waiting.remove(response.id()) != null;
      if (wanted) {
        unasked.set(0);
      }
      return wanted;
    }
    if (unasked.incrementAndGet() == MOST_UNASKED) {
      breakOff(new TransportFault("it sent " + MOST_UNASKED + " messages unasked, and was left"));
      transport.closeGracefully().subscribe();
    }
    return broken == null
        && message instanceof JSONRPCRequest request
        && McpSchema.METHOD_PING.equals(request.method());
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.defer(
        () -> {
          TransportFault fault = broken;
          if (fault != null) {
            return Mono.error(fault);
          }
          if (message instanceof JSONRPCRequest request) {
            return send(request);
          }
          return transport.sendMessage(message);
        });
  }

  private Mono<Void> send(JSONRPCRequest request) {
    waiting.put(request.id(), request);
    TransportFault meanwhile = broken;
    if (meanwhile != null) {
      waiting.remove(request.id());
      return Mono.error(meanwhile);
    }
    return transport.sendMessage(request).doOnError(failure -> waiting.remove(request.id()));
  }

  /** Lets go of the request with those parameters, and tells the server; does not block. */
  void giveUp(Object params) {
    waiting.values().stream()
        .filter(request -> request.params() == params)
        .forEach(
            request -> {
              dismiss(request.id(), "given up");
              Map<String, Object> which =
                  Map.of("requestId", request.id(), "reason", "nobody waits for it any more");
              sendMessage(new JSONRPCNotification("notifications/cancelled", which))
                  .subscribe(sent -> {}, failure -> {});
            });
  }

  /** The client holds what a request needs until it is answered, so it gets an answer. */
  private void dismiss(Object id, String reason) {
    if (waiting.remove(id) != null) {
      var error = new JSONRPCResponse.JSONRPCError(McpSchema.ErrorCodes.INTERNAL_ERROR, reason);
      client.apply(Mono.just(JSONRPCResponse.error(id, error))).subscribe();
    }
  }

  private void failed(Throwable fault) {
    if (fault instanceof TransportFault gone) {
      breakOff(gone);
    } else if (fault instanceof McpTransportSessionNotFoundException
        && lostSessions.incrementAndGet() <= MOST_SESSIONS) {
      faults.accept(fault); // so that the client begins another one
    }
  }

  private void breakOff(TransportFault fault) {
    broken = fault;
    waiting.keySet().forEach(id -> dismiss(id, fault.what()));
  }

  @Override
  public Mono<Void> closeGracefully() {
    return transport.closeGracefully();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return transport.protocolVersions();
  }
}
