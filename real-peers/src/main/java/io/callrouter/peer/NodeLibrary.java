package io.callrouter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A library for Node, driven by scripts that lie beside the {@code package.json} which pins it. It
 * is had from the npm registry when it is first needed, without running any of its install scripts,
 * and kept below {@code target/}.
 *
 * <p>Thread-safe.
 */
public final class NodeLibrary {
  private static final int LONGEST_SECONDS = 120;

  private final String name;
  private final Path scripts;
  private final Path installed;

  private NodeLibrary(String name, Path scripts) {
    this.name = name;
    this.scripts = scripts;
    this.installed = Path.of("target", "node", name);
  }

  /**
   * A library that is had when it is first run.
   *
   * @param name the package's name at the registry
   * @param scripts the folder of the scripts and of {@code package.json}
   */
  public static NodeLibrary of(String name, Path scripts) {
    return new NodeLibrary(name, scripts);
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
    Path node = RealPeer.NODE.require();
    install();
    List<String> command = new ArrayList<>(List.of(node.toString(), script));
    command.addAll(arguments);
    Path output = Files.createTempFile(installed, script, ".out");
    int status = run(command, input, output);
    String printed = Files.readString(output);
    if (status != 0) {
      throw new AssertionError(script + " failed with " + status + ": " + printed);
    }
    return printed.lines().toList();
  }

  private synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(installed);
    boolean current = isCurrent();
    try (var files = Files.newDirectoryStream(scripts)) {
      for (Path file : files) {
        Files.write(installed.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    if (!current) {
      fetch();
    }
    PeerReport.OF_THIS_MODULE.met("npm-" + name, name);
  }

  private boolean isCurrent() throws IOException {
    Path pinned = installed.resolve("package.json");
    return Files.exists(installed.resolve("node_modules/" + name + "/package.json"))
        && Files.exists(pinned)
        && Files.mismatch(pinned, scripts.resolve("package.json")) < 0;
  }

  private void fetch() throws IOException, InterruptedException {
    Path log = installed.resolve("npm.out");
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
      String why = "cannot be had from the npm registry here, see " + log.toAbsolutePath();
      throw PeerReport.OF_THIS_MODULE.absent("npm-" + name, name + " " + why);
    }
  }

  private int run(List<String> command, String input, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(installed.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " takes longer than " + LONGEST_SECONDS + " s");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
