package io.callrouter.openai.mcp;

import io.callrouter.call.Call;
import io.callrouter.openai.Tool;
import io.callrouter.openai.ToolSource;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The tools of a server that speaks the Model Context Protocol, over streamable HTTP or over the
 * standard streams of a program that is started for each call. Immutable; one serves all calls.
 *
 * <p>Each call has a connection of its own, which ends with it. Over HTTP it costs no thread, and
 * hardly a socket: the idle ones are shared by all calls (a hundred connections were seen to hold
 * two sockets and 8 KiB of heap each). A program costs its process, a thread here that reads what
 * it writes, and one of the JDK's that waits for its end; until it is ready it takes as long as it
 * takes to start, for Node 0.4 s.
 *
 * <p>A server that cannot be reached, does not answer, floods or dies takes its own tools away and
 * harms nothing else: what it owes fails at once, with a message that the model can speak about. A
 * message of more than 4 MiB is not read; a server that sent 10,000 messages unasked is left. What
 * a server says unasked is passed over, a change of its tools included, and so is what it asks of
 * its client (sampling, elicitation, roots).
 *
 * @since 0.1
 */
public final class McpServer implements ToolSource {
  /** The limit for connecting, agreeing on the protocol and learning the tools, in all. */
  public static final Duration DEFAULT_OPEN_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final Function<Limits, McpClientTransport> transports;
  private final Limits limits;

  private McpServer(String name, Function<Limits, McpClientTransport> transports, Limits limits) {
    this.name = name;
    this.transports = transports;
    this.limits = limits;
  }

  /**
   * What a connection holds to.
   *
   * @param onlyTools the server's names; empty for all
   */
  record Limits(Duration open, Duration call, Set<String> onlyTools) {
    static final Limits USUAL = new Limits(DEFAULT_OPEN_TIMEOUT, Tool.DEFAULT_TIMEOUT, Set.of());

    Limits {
      if (open.isNegative() || open.isZero() || call.isNegative() || call.isZero()) {
        throw new IllegalArgumentException("a limit of time must be more than zero");
      }
    }

    /** Within which everything is over that is waited for. */
    Duration longest() {
      return open.compareTo(call) > 0 ? open : call;
    }
  }

  /** As {@link #http(String, URI, Map)} without headers of one's own. */
  public static McpServer http(String name, URI endpoint) {
    return http(name, endpoint, Map.of());
  }

  /**
   * A server that is reached over streamable HTTP. Redirects are not followed, so that what the
   * headers hold goes to that address only.
   *
   * @param name what it is called in logs, events and errors
   * @param endpoint its MCP address, {@code http} or {@code https}
   * @param headers go with every request, for instance {@code Authorization}; never logged
   * @throws IllegalArgumentException if the address is none, or a header cannot be sent
   */
  public static McpServer http(String name, URI endpoint, Map<String, String> headers) {
    HttpTransports http = new HttpTransports(named(name), endpoint, headers);
    return new McpServer(name, limits -> http.create(limits.longest()), Limits.USUAL);
  }

  /** As {@link #stdio(String, List, Map)} without an environment of one's own. */
  public static McpServer stdio(String name, List<String> command) {
    return stdio(name, command, Map.of());
  }

  /**
   * A server that is a program, started anew for each call. It is asked to end by the end of its
   * input when the call is over, told to half a second later, and killed with all that it has
   * started a second after that. What it writes to its standard error is logged at debug.
   *
   * @param name what it is called in logs, events and errors
   * @param command the program and its arguments; it is no shell's
   * @param environment what the program finds in its environment beside {@code PATH}, {@code HOME}
   *     and the like. Nothing else of this process's is handed on, since that may hold secrets
   * @throws IllegalArgumentException if the command is empty
   */
  public static McpServer stdio(
      String name, List<String> command, Map<String, String> environment) {
    List<String> whole = List.copyOf(command);
    if (whole.isEmpty() || whole.get(0).isBlank()) {
      throw new IllegalArgumentException("MCP server " + named(name) + ": the command is empty");
    }
    Map<String, String> own = Map.copyOf(environment);
    return new McpServer(
        named(name),
        limits -> new StdioTransport(new ChildProcess(name, whole, own)),
        Limits.USUAL);
  }

  private static String named(String name) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("an MCP server needs a name");
    }
    return name;
  }

  /**
   * The same server, of whose tools the model may call these alone.
   *
   * @param tools as the server calls them; one that it does not offer is named in a warning
   */
  public McpServer onlyTools(String... tools) {
    return with(new Limits(limits.open, limits.call, Set.of(tools)));
  }

  /** The same server with another limit for opening it; {@link #DEFAULT_OPEN_TIMEOUT} is usual. */
  public McpServer openTimeout(Duration timeout) {
    return with(new Limits(timeout, limits.call, limits.onlyTools));
  }

  /**
   * The same server with another limit for each tool call; {@link Tool#DEFAULT_TIMEOUT} is usual.
   */
  public McpServer callTimeout(Duration timeout) {
    return with(new Limits(limits.open, timeout, limits.onlyTools));
  }

  private McpServer with(Limits other) {
    return new McpServer(name, transports, other);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Opened open(Call call) throws Exception {
    return connect();
  }

  Connection connect() throws ServerFault, InterruptedException {
    Connection connection = new Connection(name, transports.apply(limits), limits);
    boolean open = false;
    try {
      connection.open();
      open = true;
      return connection;
    } finally {
      if (!open) {
        connection.close();
      }
    }
  }

  @Override
  public String toString() {
    return "MCP server " + name;
  }
}
