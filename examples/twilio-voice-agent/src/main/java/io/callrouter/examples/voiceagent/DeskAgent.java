package io.callrouter.examples.voiceagent;

import io.callrouter.media.ConnectContext;
import io.callrouter.openai.AgentConfig;
import io.callrouter.openai.AgentListener;
import io.callrouter.openai.PhoneTools;
import io.callrouter.openai.Tool;
import io.callrouter.openai.ToolSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who talks to the caller: one model and voice for all lines, told for each what it is to say. */
final class DeskAgent {
  static final String ENDPOINT = "front-desk";

  /** The attribute that names the line. */
  static final String LINE = "line";

  /** The attribute that says how the agent begins: {@link #GREETS} or {@link #NOBODY_FREE}. */
  static final String BEGINS = "begins";

  static final String GREETS = "greeting";
  static final String NOBODY_FREE = "nobody-free";

  /** The agent's result when the caller wants a person. */
  static final String HUMAN = "human";

  private final DeskSettings settings;
  private final String apiKey;
  private final Map<String, Line> lines;
  private final Crm crm;
  private final List<ToolSource> experts;
  private final AgentListener listener;

  DeskAgent(
      DeskSettings settings,
      String apiKey,
      List<Line> lines,
      Crm crm,
      List<ToolSource> experts,
      AgentListener listener) {
    this.settings = settings;
    this.apiKey = apiKey;
    this.lines = lines.stream().collect(Collectors.toMap(Line::name, Function.identity()));
    this.crm = crm;
    this.experts = List.copyOf(experts);
    this.listener = listener;
  }

  /** The agent of one call. */
  AgentConfig config(ConnectContext context) {
    Line line = lineOf(context);
    boolean greets = GREETS.equals(context.attributes().get(BEGINS));
    return AgentConfig.builder(apiKey)
        .url(settings.modelUrl())
        .model(settings.model())
        .voice(settings.voice())
        .language(line.isForAnyNumber() ? null : line.language())
        .instructions(Instructions.of(line))
        .greeting(greets ? line.greeting() : line.nobodyFree())
        .phoneSessions(crm)
        .tools(tools())
        .toolSources(experts.toArray(ToolSource[]::new))
        .listener(listener)
        .build();
  }

  private Line lineOf(ConnectContext context) {
    String name = context.attributes().getOrDefault(LINE, "");
    Line line = lines.get(name);
    if (line == null) {
      throw new IllegalArgumentException("there is no line " + name);
    }
    return line;
  }

  private Tool[] tools() {
    List<Tool> tools = new ArrayList<>(List.of(PhoneTools.hangUp()));
    if (settings.humanNumber() != null) {
      tools.add(
          PhoneTools.handOver(
              "transfer_to_human",
              "Puts the caller through to a colleague. Say before that you do so.",
              HUMAN));
    }
    return tools.toArray(Tool[]::new);
  }
}
