package io.callrouter.examples.voiceagent;

import io.callrouter.config.Settings;
import io.callrouter.openai.AgentConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the desk is set to, beside its Twilio account, which the router reads by itself.
 *
 * @param port that it listens on
 * @param apiKey OpenAI's; null for the simulated model
 * @param modelUrl where the model is
 * @param model its name
 * @param voice the model's
 * @param mcpServers whose tools the agent may use; empty for the demo's own
 * @param humanNumber to whom callers are transferred; null for nobody
 * @param crm that knows the customers and wants to know the calls; null for files
 * @param calls the folder for what is left of each call where there is no CRM
 * @param recordings the folder for recordings; null for none
 * @param lines a file with the lines; null for those of the demo
 */
record DeskSettings(
    int port,
    @Nullable String apiKey,
    URI modelUrl,
    String model,
    String voice,
    List<URI> mcpServers,
    @Nullable String humanNumber,
    @Nullable URI crm,
    Path calls,
    @Nullable Path recordings,
    @Nullable Path lines) {
  private static final int DEFAULT_PORT = 4000;

  /** Reads them; what is wrong is noted as a fault of the settings. */
  static DeskSettings read(Settings settings) {
    Optional<String> human = settings.text("TRANSFER_TO");
    if (human.isPresent() && !human.get().matches("\\+[1-9][0-9]{4,14}")) {
      settings.fault("TRANSFER_TO", "must be a number in E.164, such as +14155550122");
    }
    return new DeskSettings(
        settings.integer("PORT", 1, 65535).orElse(DEFAULT_PORT),
        settings.text("OPENAI_API_KEY").orElse(null),
        settings.url("OPENAI_URL", "wss", "ws").orElse(AgentConfig.OPENAI),
        settings.text("OPENAI_VOICE_MODEL").orElse("gpt-realtime"),
        settings.text("OPENAI_VOICE").orElse("marin"),
        mcpServers(settings),
        human.orElse(null),
        settings.url("CRM_URL", "https", "http").orElse(null),
        Path.of(settings.text("CALLS_FOLDER").orElse("calls")),
        settings.text("RECORDINGS_FOLDER").map(Path::of).orElse(null),
        settings.text("LINES_FILE").map(Path::of).orElse(null));
  }

  /** The same with another model and another person. */
  DeskSettings with(URI otherModelUrl, String otherHuman) {
    return new DeskSettings(
        port,
        apiKey,
        otherModelUrl,
        model,
        voice,
        mcpServers,
        otherHuman,
        crm,
        calls,
        recordings,
        lines);
  }

  private static List<URI> mcpServers(Settings settings) {
    List<URI> servers = new ArrayList<>();
    for (String text : settings.list("MCP_SERVERS")) {
      try {
        URI server = new URI(text);
        if (server.getHost() == null || !List.of("http", "https").contains(server.getScheme())) {
          throw new URISyntaxException(text, "no web address");
        }
        servers.add(server);
      } catch (URISyntaxException e) {
        settings.fault("MCP_SERVERS", "must be a comma list of addresses like https://host/mcp");
      }
    }
    return servers;
  }
}
