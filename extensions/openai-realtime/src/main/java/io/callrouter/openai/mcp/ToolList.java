package io.callrouter.openai.mcp;

import io.callrouter.openai.Tool;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of a server's tools the model gets, and under which names. */
final class ToolList {
  private static final Logger log = LoggerFactory.getLogger(ToolList.class);
  private static final int LONGEST_NAME = 64;

  private final String server;
  private final Set<String> only;

  ToolList(String server, Set<String> only) {
    this.server = server;
    this.only = only;
  }

  boolean wants(McpSchema.Tool offered) {
    return only.isEmpty() || only.contains(offered.name());
  }

  /** Those of the offered tools that a model can be given. */
  List<Tool> tools(List<McpSchema.Tool> offered, BiFunction<String, McpSchema.Tool, Tool> make) {
    List<Tool> tools = new ArrayList<>();
    Set<String> missing = new HashSet<>(only);
    for (McpSchema.Tool each : offered) {
      missing.remove(each.name());
      try {
        tools.add(make.apply(nameFor(each.name()), each));
      } catch (IllegalArgumentException e) {
        log.warn("MCP server {}: a tool is left out: {}", server, e.getMessage());
      }
    }
    if (!missing.isEmpty()) {
      log.warn("MCP server {} does not offer {}", server, missing);
    }
    return List.copyOf(tools);
  }

  /** MCP allows dots and slashes in names, and more of them than a model's function may have. */
  private static String nameFor(String offered) {
    String name = offered.replaceAll("[^A-Za-z0-9_-]", "_");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  static String description(McpSchema.Tool offered) {
    String text = offered.description();
    if (text != null && !text.isBlank()) {
      return text;
    }
    return offered.title() == null ? offered.name() : offered.title();
  }
}
