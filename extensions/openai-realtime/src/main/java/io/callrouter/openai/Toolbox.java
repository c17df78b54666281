package io.callrouter.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model may call, by name: the host's own tools, and those that sources offer.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Toolbox {
  /**
   * What was made of a source's offer.
   *
   * @param names those that were taken, as the model knows them
   * @param leftOut why others were not; empty if all were
   */
  record Taken(List<String> names, String leftOut) {}

  /** A tool that is none any more. */
  record Removed(String source, String name) {}

  /** As many as the service takes in a session. */
  private static final int MOST = 128;

  /** What the model has to read again with each answer must not drown the conversation. */
  private static final int LONGEST = 32 * 1024;

  private static final int LONGEST_NAME = 64;

  private static final Pattern PLACE = Pattern.compile("tools\\D(\\d{1,4})");

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>(); // by the tool's name

  /**
   * What the host itself gives.
   *
   * @param builtIn null for none
   */
  Toolbox(List<Tool> own, @Nullable Tool builtIn) {
    own.forEach(tool -> tools.put(tool.name(), tool));
    if (builtIn != null) {
      tools.putIfAbsent(builtIn.name(), builtIn);
    }
  }

  /** Writes into the session what the model may call. */
  void write(ObjectNode session) {
    ArrayNode written = session.putArray("tools");
    tools.values().forEach(tool -> written.add(tool.definition()));
  }

  @Nullable Tool find(String name) {
    return tools.get(name);
  }

  /**
   * Takes what a source offers, as much as there is room for. A tool whose name is taken gets the
   * source's name in front.
   */
  Taken add(String source, List<Tool> offered) {
    List<String> names = new ArrayList<>();
    int tooMany = 0;
    int tooLong = 0;
    int nameless = 0;
    for (Tool tool : offered) {
      Tool named = tools.containsKey(tool.name()) ? prefixed(source, tool) : tool;
      if (tools.size() >= MOST) {
        tooMany++;
      } else if (tool.definition().toString().length() > LONGEST) {
        tooLong++;
      } else if (named == null) {
        nameless++;
      } else {
        tools.put(named.name(), named);
        sources.put(named.name(), source);
        names.add(named.name());
      }
    }
    List<String> reasons = new ArrayList<>();
    count(reasons, tooMany, "since a session takes " + MOST);
    count(reasons, tooLong, "since their description is longer than " + LONGEST + " characters");
    count(reasons, nameless, "since their names are taken");
    return new Taken(List.copyOf(names), String.join("; ", reasons));
  }

  /**
   * The service does not take the tools: removes the one that it names by its place among them, or
   * else the latest that came from a source.
   *
   * @param param what it does not take, in its own words
   * @return null if none of a source's is at fault
   */
  @Nullable Removed remove(String param) {
    Matcher place = PLACE.matcher(param);
    int index = place.find() ? Integer.parseInt(place.group(1)) : tools.size() - 1;
    String name = tools.keySet().stream().skip(index).findFirst().orElse("");
    String source = sources.remove(name);
    if (source == null) {
      return null;
    }
    tools.remove(name);
    return new Removed(source, name);
  }

  private static void count(List<String> reasons, int tools, String reason) {
    if (tools > 0) {
      reasons.add(tools + " of its tools left out, " + reason);
    }
  }

  private @Nullable Tool prefixed(String source, Tool tool) {
    String whole = source.replaceAll("[^a-zA-Z0-9_-]", "_") + "_" + tool.name();
    String name = whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
    return tools.containsKey(name) ? null : tool.named(name);
  }
}
