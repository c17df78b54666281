package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Telnyx's own client for Node, installed below {@code target/} when it is first needed. Where
 * there is no Node, or no registry to have it from, the test is skipped and says so.
 */
final class NodeClient {
  private static final Path SCRIPTS = Path.of("src/test/node");
  private static final Path INSTALLED = Path.of("target/node");
  private static final int LONGEST_SECONDS = 60;

  private NodeClient() {}

  /** Runs a script beside the client; gives the lines it prints. */
  static List<String> run(String script, List<String> arguments, String input)
      throws IOException, InterruptedException {
    install();
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(arguments);
    Path output = Files.createTempFile(INSTALLED, script, ".out");
    int status = run(command, input, output);
    String printed = Files.readString(output);
    if (status != 0) {
      throw new AssertionError(script + " failed with " + status + ": " + printed);
    }
    return printed.lines().toList();
  }

  private static synchronized void install() throws InterruptedException {
    try {
      Files.createDirectories(INSTALLED);
      try (var scripts = Files.newDirectoryStream(SCRIPTS)) {
        for (Path script : scripts) {
          Files.write(INSTALLED.resolve(script.getFileName()), Files.readAllBytes(script));
        }
      }
      if (!Files.exists(INSTALLED.resolve("node_modules/telnyx/package.json"))) {
        fetch();
      }
      if (run(List.of("node", "--version"), "", INSTALLED.resolve("version.out")) != 0) {
        abort("skipped: node does not run here");
      }
    } catch (IOException e) {
      abort("skipped: no Node, so that Telnyx's own client cannot check this: " + e.getMessage());
    }
  }

  private static void fetch() throws IOException, InterruptedException {
    Path log = INSTALLED.resolve("npm.out");
    List<String> npm =
        List.of(
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-timeout=20000");
    if (run(npm, "", log) != 0) {
      abort("skipped: Telnyx's own client cannot be had from the npm registry here, see " + log);
    }
  }

  private static int run(List<String> command, String input, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().write(input.getBytes(UTF_8));
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " takes longer than " + LONGEST_SECONDS + " s");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
