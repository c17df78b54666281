package io.callrouter.examples.voiceagent;

import io.callrouter.openai.ToolSource;
import java.net.URI;
import java.util.List;

/** The experts that the agent asks: those of MCP servers, or the demo's own. */
final class Experts implements AutoCloseable {
  private final List<ToolSource> sources;

  private Experts(List<ToolSource> sources) {
    this.sources = sources;
  }

  static Experts of(List<URI> servers) {
    return new Experts(List.of());
  }

  List<ToolSource> sources() {
    return sources;
  }

  @Override
  public void close() {}
}
