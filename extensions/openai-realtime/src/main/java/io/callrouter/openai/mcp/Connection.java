package io.callrouter.openai.mcp;

import io.callrouter.openai.Tool;
import io.callrouter.openai.ToolSource;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A connection to a server, for one call. */
final class Connection implements ToolSource.Opened {
  private static final Logger log = LoggerFactory.getLogger(Connection.class);
  private static final McpSchema.Implementation CLIENT =
      McpSchema.Implementation.builder("callrouter", "0.1").build();
  private static final int MOST_PAGES = 50;

  /** Far more than a session takes, which is where they are chosen. */
  private static final int MOST_TOOLS = 1000;

  /** Above what a stopped process is given, so that the stop is not cut short. */
  private static final Duration CLOSING = Duration.ofSeconds(3);

  /** The agent's own limit lies that far behind, so that the server is named where it is slow. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final String server;
  private final McpServer.Limits limits;
  private final GuardedTransport transport;
  private final McpAsyncClient client;
  private volatile List<Tool> tools = List.of();

  Connection(String server, McpClientTransport transport, McpServer.Limits limits) {
    this.server = server;
    this.limits = limits;
    this.transport = new GuardedTransport(transport);
    this.client =
        McpClient.async(this.transport)
            .clientInfo(CLIENT)
            .requestTimeout(limits.longest().plus(MARGIN))
            .initializationTimeout(limits.open())
            // Never asked, since results are not held against a schema.
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .build();
  }

  /** Agrees with the server on the protocol and learns its tools; blocks. */
  void open() throws ServerFault, InterruptedException {
    ToolList found = new ToolList(server, limits.onlyTools());
    Mono<List<McpSchema.Tool>> offered =
        client
            .initialize()
            .then(Mono.defer(() -> client.listTools(null)))
            .expand(page -> hasNext(page) ? client.listTools(page.nextCursor()) : Mono.empty())
            .take(MOST_PAGES)
            .flatMapIterable(McpSchema.ListToolsResult::tools)
            .filter(found::wants)
            .take(MOST_TOOLS)
            .collectList();
    tools = found.tools(await(offered, limits.open()), this::tool);
    log.debug("MCP server {}: {} tools", server, tools.size());
  }

  private static boolean hasNext(McpSchema.ListToolsResult page) {
    return page.nextCursor() != null && !page.nextCursor().isEmpty();
  }

  private Tool tool(String name, McpSchema.Tool offered) {
    String schema = Json.write(offered.inputSchema());
    return Tool.ofSchema(
            name,
            ToolList.description(offered),
            schema,
            (arguments, context) -> call(offered.name(), arguments))
        .timeout(limits.call().plus(MARGIN));
  }

  /** Has the server do what a tool is for, and says what came of it; blocks. */
  String call(String tool, String arguments) throws ServerFault, InterruptedException {
    McpSchema.CallToolRequest request =
        McpSchema.CallToolRequest.builder(tool).arguments(Json.readObject(arguments)).build();
    Mono<McpSchema.CallToolResult> result =
        client.callTool(request).doOnCancel(() -> transport.giveUp(request));
    return SpokenResult.of(await(result, limits.call()));
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public void close() {
    CompletableFuture<?> closed = client.closeGracefully().toFuture();
    try {
      closed.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("MCP server {}: not closed in good order", server, e);
    }
  }

  private <T> T await(Mono<T> answer, Duration limit) throws ServerFault, InterruptedException {
    CompletableFuture<T> future = answer.timeout(limit).toFuture();
    try {
      T value = future.get();
      if (value == null) {
        throw new ServerFault(server, "it answered nothing");
      }
      return value;
    } catch (ExecutionException e) {
      throw ServerFault.of(server, limit, e.getCause() == null ? e : e.getCause());
    } finally {
      future.cancel(true);
    }
  }
}
