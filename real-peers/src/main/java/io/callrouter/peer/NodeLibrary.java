package io.callrouter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A service's own library for Node, driven by scripts of ours. It is had from the npm registry when
 * it is first needed, in the version that is pinned beside the scripts, without running any of its
 * install scripts, and is kept below the module's {@code target/}.
 *
 * <p>Thread-safe.
 */
public enum NodeLibrary {
  /** Is an MCP server. */
  MCP("mcp", "@modelcontextprotocol/server-everything"),

  /** Holds a session with the Realtime service. */
  OPENAI("openai", "@openai/agents-realtime"),

  /** Carries Twilio's media streams to the Realtime service. */
  OPENAI_TWILIO("openai-twilio", "@openai/agents-extensions"),

  /** Knows Telnyx's signatures and drives its REST interface. */
  TELNYX("telnyx", "telnyx"),

  /** Knows Twilio's signatures and writes its documents. */
  TWILIO("twilio", "twilio");

  private static final int LONGEST_SECONDS = 120;
  private static final int TOOK_TOO_LONG = -1;

  private final String scripts;
  private final String packageName;

  /**
   * A library.
   *
   * @param scripts where ours are
   */
  NodeLibrary(String scripts, String packageName) {
    this.scripts = scripts;
    this.packageName = packageName;
  }

  /**
   * Runs one of the scripts.
   *
   * @param input what the script reads from its standard input
   * @return the lines it prints
   * @throws org.opentest4j.TestAbortedException if Node or the library cannot be had
   * @throws AssertionError if the script fails, or if Node or the library cannot be had and {@code
   *     REAL_PEERS} is {@code required}
   */
  public List<String> run(String script, List<String> arguments, String input)
      throws IOException, InterruptedException {
    List<String> command = command(script, arguments);
    Path output = Files.createTempFile(folder(), script, ".out");
    int status = run(command, input, output);
    String printed = Files.readString(output);
    if (status != 0) {
      String why = status == TOOK_TOO_LONG ? " took too long: " : " failed with " + status + ": ";
      throw new AssertionError(script + why + printed);
    }
    return printed.lines().toList();
  }

  /**
   * Starts one of the scripts, which ends when its standard input does.
   *
   * @throws org.opentest4j.TestAbortedException if Node or the library cannot be had
   * @throws AssertionError if that is so and {@code REAL_PEERS} is {@code required}
   */
  public NodeProgram start(String script, List<String> arguments)
      throws IOException, InterruptedException {
    return new NodeProgram(
        new ProcessBuilder(command(script, arguments))
            .directory(folder().toFile())
            .redirectErrorStream(true)
            .start());
  }

  /**
   * The command that runs one of the scripts, in any folder, for what starts it by itself.
   *
   * @throws org.opentest4j.TestAbortedException if Node or the library cannot be had
   * @throws AssertionError if that is so and {@code REAL_PEERS} is {@code required}
   */
  public List<String> command(String script, List<String> arguments)
      throws IOException, InterruptedException {
    Path node = RealPeer.NODE.require();
    install();
    copy(script);
    List<String> command = new ArrayList<>(List.of(node.toString()));
    command.add(folder().resolve(script).toAbsolutePath().toString());
    command.addAll(arguments);
    return command;
  }

  private synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(folder());
    boolean pinned = copy("package.json");
    if (!pinned || !Files.exists(folder().resolve("node_modules").resolve(packageName))) {
      fetch();
    }
    PeerReport.OF_THIS_MODULE.met("npm-" + scripts, packageName);
  }

  private void fetch() throws IOException, InterruptedException {
    Path log = folder().resolve("npm.out");
    List<String> npm =
        List.of(
            RealPeer.NPM.require().toString(),
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-timeout=20000");
    if (run(npm, "", log) != 0) {
      Files.delete(folder().resolve("package.json")); // so that the next test tries again
      String why = " cannot be had from the npm registry here, see " + log.toAbsolutePath();
      throw PeerReport.OF_THIS_MODULE.absent("npm-" + scripts, packageName + why);
    }
  }

  /**
   * What one of the scripts printed when it was last committed, for builds without Node.
   *
   * @param file its name, such as {@code signatures.json}
   */
  public String committed(String file) throws IOException {
    return new String(ours(file), UTF_8);
  }

  /** Lays a file of ours beside the library; says whether it lay there as it is. */
  private boolean copy(String file) throws IOException {
    Path there = folder().resolve(file);
    byte[] ours = ours(file);
    boolean same = Files.exists(there) && Arrays.equals(ours, Files.readAllBytes(there));
    Files.write(there, ours);
    return same;
  }

  private byte[] ours(String file) throws IOException {
    try (InputStream in = NodeLibrary.class.getResourceAsStream(scripts + "/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    }
  }

  private Path folder() {
    return Path.of("target", "node", scripts);
  }

  private int run(List<String> command, String input, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        return TOOK_TOO_LONG;
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
