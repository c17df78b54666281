package io.callrouter.openai.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A server in Java, by the SDK's server side in Jetty. */
final class OwnServer implements AutoCloseable {
  private static final String TOKEN = "token";

  private final Server jetty = new Server();
  private final McpSyncServer mcp;

  OwnServer() throws Exception {
    var transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(Json.MESSAGES)
            .mcpEndpoint("/mcp")
            .contextExtractor(
                request ->
                    McpTransportContext.create(
                        Map.of(TOKEN, String.valueOf(request.getHeader("Authorization")))))
            .build();
    mcp =
        McpServer.sync(transport)
            .serverInfo("own", "1")
            .jsonMapper(Json.MESSAGES)
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(null))
            .tools(
                tool("session", (who, asked) -> text(who.sessionId())),
                tool("token", (who, asked) -> text("" + who.transportContext().get(TOKEN))),
                tool(
                    "fail",
                    (who, asked) ->
                        McpSchema.CallToolResult.builder()
                            .addTextContent("There is no such customer.")
                            .isError(true)
                            .build()),
                tool(
                    "data",
                    (who, asked) ->
                        McpSchema.CallToolResult.builder(List.of())
                            .structuredContent(Map.of("rooms", 2))
                            .build()),
                tool("capabilities", (who, asked) -> text(who.getClientCapabilities().toString())))
            .build();
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/mcp");
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(context);
    jetty.start();
  }

  private static SyncToolSpecification tool(
      String name,
      BiFunction<McpSyncServerExchange, McpSchema.CallToolRequest, McpSchema.CallToolResult> code) {
    McpSchema.Tool tool =
        McpSchema.Tool.builder(name, Map.of("type", "object")).description(name).build();
    return SyncToolSpecification.builder().tool(tool).callHandler(code).build();
  }

  private static McpSchema.CallToolResult text(String text) {
    return McpSchema.CallToolResult.builder().addTextContent(text).build();
  }

  URI endpoint() {
    return URI.create(
        "http://127.0.0.1:" + ((ServerConnector) jetty.getConnectors()[0]).getLocalPort() + "/mcp");
  }

  int sockets() {
    return ((ServerConnector) jetty.getConnectors()[0]).getConnectedEndPoints().size();
  }

  @Override
  public void close() {
    mcp.close();
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
