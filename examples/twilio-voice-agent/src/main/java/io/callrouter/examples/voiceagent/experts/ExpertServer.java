package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An MCP server with the six experts, over streamable HTTP on a port of the loopback address. It
 * knows nothing of calls; a desk in another process could ask it as well.
 */
public final class ExpertServer implements AutoCloseable {
  private static final String PATH = "/mcp";

  private final Server http;
  private final ServerConnector connector;
  private final McpSyncServer mcp;

  private ExpertServer(Server http, ServerConnector connector, McpSyncServer mcp) {
    this.http = http;
    this.connector = connector;
    this.mcp = mcp;
  }

  /**
   * Opens it on a free port.
   *
   * @throws Exception if there is none
   */
  public static ExpertServer start() throws Exception {
    var transport =
        HttpServletStreamableServerTransportProvider.builder().mcpEndpoint(PATH).build();
    McpSyncServer mcp =
        McpServer.sync(transport)
            .serverInfo("harbour-travel-experts", "1.0")
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            // Each expert checks what it is given, and says in words what is wrong.
            .validateToolInputs(false)
            .jsonSchemaValidator((schema, value) -> ValidationResponse.asValid(null))
            .tools(experts().stream().map(ExpertServer::tool).toList())
            .build();
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setName("experts");
    pool.setDaemon(true);
    Server http = new Server(pool);
    ServerConnector connector = new ServerConnector(http);
    connector.setHost("127.0.0.1");
    http.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, PATH);
    http.setHandler(context);
    http.start();
    return new ExpertServer(http, connector, mcp);
  }

  static List<Expert> experts() throws IOException {
    Catalogue catalogue = Catalogue.read();
    Bookings bookings = new Bookings();
    return List.of(
        new HotelInfoSearch(catalogue),
        new HotelBooking(catalogue, bookings),
        new CarRentalBooking(catalogue, bookings),
        new FlightBooking(catalogue, bookings),
        new PostBooking(bookings),
        new Checkout(bookings));
  }

  private static McpServerFeatures.SyncToolSpecification tool(Expert expert) {
    McpSchema.Tool tool =
        McpSchema.Tool.builder(expert.name(), McpJsonDefaults.getMapper(), expert.schema())
            .description(expert.description())
            .build();
    return new McpServerFeatures.SyncToolSpecification(
        tool, (exchange, request) -> answer(expert, request.arguments()));
  }

  /** What an expert cannot do is a result too: the model speaks about it. */
  private static McpSchema.CallToolResult answer(Expert expert, Map<String, Object> arguments) {
    var result = McpSchema.CallToolResult.builder();
    try {
      Arguments given = new Arguments(new ObjectMapper().valueToTree(arguments));
      return result.addTextContent(expert.answer(given).toString()).isError(false).build();
    } catch (ExpertException e) {
      return result.addTextContent(String.valueOf(e.getMessage())).isError(true).build();
    }
  }

  /** Where it is asked. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + PATH);
  }

  @Override
  public void close() {
    mcp.close();
    try {
      http.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the experts did not stop in order", e);
    }
  }
}
