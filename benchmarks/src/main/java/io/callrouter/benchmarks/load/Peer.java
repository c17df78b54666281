package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who echoes the calls. */
enum Peer {
  CALLROUTER("CallRouter"),
  JAKARTA("bare Jakarta echo"),
  NODE("bare Node echo");

  /** Where the script has put Node's WebSocket library and the program that uses it. */
  private static final String NODE_ECHO = "callrouter.node.echo";

  private static final String HEAP = "256m";

  final String words;

  Peer(String words) {
    this.words = words;
  }

  /** Whether it can be run on this machine. */
  boolean isPresent() {
    return this != NODE || nodeEcho().isPresent();
  }

  /** The command that starts it in a process of its own. */
  List<String> command(int mostCalls, List<String> jvmOptions) throws IOException {
    if (this == NODE) {
      return List.of("node", nodeEcho().orElseThrow().toString());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What the JVM itself has to say must not come between the answers.
    command.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-Xlog:disable"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HostMain.class.getName());
    command.addAll(List.of(name().toLowerCase(Locale.ROOT), Integer.toString(mostCalls)));
    return command;
  }

  private static Optional<Path> nodeEcho() {
    return Optional.ofNullable(System.getProperty(NODE_ECHO)).map(Path::of).filter(Files::exists);
  }
}
