package io.callrouter.examples.voiceagent;

import io.callrouter.examples.voiceagent.experts.ExpertServer;
import io.callrouter.openai.ToolSource;
import io.callrouter.openai.mcp.McpServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The experts that the agent asks: those of MCP servers, or the demo's own. */
final class Experts implements AutoCloseable {
  private final List<ToolSource> sources;
  private final @Nullable ExpertServer own;

  private Experts(List<ToolSource> sources, @Nullable ExpertServer own) {
    this.sources = sources;
    this.own = own;
  }

  /**
   * Names the servers; each call connects to them by itself.
   *
   * @param servers empty for the demo's own, which is started
   * @throws Exception if that cannot be started
   */
  static Experts of(List<URI> servers) throws Exception {
    if (servers.isEmpty()) {
      ExpertServer own = ExpertServer.start();
      return new Experts(List.of(McpServer.http("experts", own.url())), own);
    }
    List<ToolSource> sources = new ArrayList<>();
    for (URI server : servers) {
      sources.add(McpServer.http(server.getRawAuthority(), server));
    }
    return new Experts(sources, null);
  }

  List<ToolSource> sources() {
    return sources;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
