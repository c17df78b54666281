package io.callrouter.openai.mcp;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Messages to and from a program, one a line, over its standard streams. Not the SDK's own
 * transport: that one has three threads for each program, notices its death only by requests that
 * time out, waits for its end without a limit, and hands on the whole environment.
 */
final class StdioTransport implements McpClientTransport {
  /** Programs do write a banner or two where only messages belong. */
  private static final int MOST_STRAY_LINES = 20;

  private final ChildProcess child;
  private volatile Consumer<Throwable> faults = fault -> {};
  private volatile @Nullable TransportFault notStarted;

  StdioTransport(ChildProcess child) {
    this.child = child;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
    return Mono.fromRunnable(
        () -> {
          try {
            child.start(() -> read(client));
          } catch (IOException e) {
            // Told to whoever sends first: the SDK only logs what happens here.
            notStarted = new TransportFault(String.valueOf(e.getMessage()));
          }
        });
  }

  private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client) {
    String end = "its output cannot be read";
    try {
      int stray = 0;
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        JSONRPCMessage message = parse(line);
        if (message != null) {
          client.apply(Mono.just(message)).subscribe(taken -> {}, failure -> {});
        } else if (++stray > MOST_STRAY_LINES) {
          throw new IOException("what it writes to its output is no MCP; check its command");
        }
      }
      end = child.ending();
    } catch (IOException e) {
      end = String.valueOf(e.getMessage());
    } finally {
      faults.accept(new TransportFault(end));
      child.stop();
    }
  }

  private @Nullable JSONRPCMessage parse(String line) {
    try {
      JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(Json.MESSAGES, line);
      child.spoke();
      return message;
    } catch (IOException | RuntimeException e) { // the SDK throws what it likes at "null" or "5"
      return null;
    }
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromRunnable(
        () -> {
          TransportFault fault = notStarted;
          if (fault != null) {
            throw fault;
          }
          try {
            child.writeLine(Json.write(message));
          } catch (IOException e) {
            throw new TransportFault(String.valueOf(e.getMessage()));
          }
        });
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    faults = handler;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(child::stop);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return Json.MESSAGES.convertValue(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return List.of(
        ProtocolVersions.MCP_2024_11_05,
        ProtocolVersions.MCP_2025_03_26,
        ProtocolVersions.MCP_2025_06_18,
        ProtocolVersions.MCP_2025_11_25);
  }
}
