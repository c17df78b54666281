package io.callrouter.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The programs that the runs start. */
enum Peer {
  CALLROUTER("CallRouter", 256, ""),
  CALLROUTER_BY_JAKARTA("CallRouter by Jakarta's sockets", 256, ""),
  JAKARTA("bare Jakarta echo", 256, ""),
  NODE("bare Node echo", 0, "callrouter.node.echo"),

  /** Takes the number of calls, the model's address and its key. */
  AGENT("CallRouter", 256, ""),

  /** Takes the model's address and its key. */
  NODE_AGENT("OpenAI's Twilio transport on Node", 0, "callrouter.node.agent"),

  MODEL("the simulated model", 768, "");

  /** Those that echo calls. */
  static final List<Peer> ECHOES = List.of(CALLROUTER, JAKARTA, CALLROUTER_BY_JAKARTA, NODE);

  final String words;

  private final int heapMb;
  private final String nodeProperty;

  /**
   * A program.
   *
   * @param heapMb of its JVM
   * @param nodeProperty where the script has said where the program is, if it is one for Node
   */
  Peer(String words, int heapMb, String nodeProperty) {
    this.words = words;
    this.heapMb = heapMb;
    this.nodeProperty = nodeProperty;
  }

  /** Whether it is a router, which calls reach by their carrier's webhook. */
  boolean isRouter() {
    return this == CALLROUTER || this == CALLROUTER_BY_JAKARTA;
  }

  /** Whether it can be run on this machine. */
  boolean isPresent() {
    return !isNode() || nodeProgram().isPresent();
  }

  /** The command that starts it in a process of its own. */
  List<String> command(List<String> arguments, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    if (isNode()) {
      command.addAll(List.of("node", "--expose-gc", nodeProgram().orElseThrow().toString()));
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // What the JVM itself has to say must not come between the answers.
      command.addAll(List.of("-Xms" + heapMb + "m", "-Xmx" + heapMb + "m", "-Xlog:disable"));
      command.addAll(jvmOptions);
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(HostMain.class.getName());
      command.add(name().toLowerCase(Locale.ROOT));
    }
    command.addAll(arguments);
    return command;
  }

  private boolean isNode() {
    return !nodeProperty.isEmpty();
  }

  private Optional<Path> nodeProgram() {
    return Optional.ofNullable(System.getProperty(nodeProperty))
        .map(Path::of)
        .filter(Files::exists);
  }
}
