package io.callrouter.openai.mcp;

import io.callrouter.peer.NodeLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server of the protocol's own authors, over streamable HTTP. */
final class Everything implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("port (\\d+)");

  private final Process process;
  private final int port;

  private Everything(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The command of the same server over its standard streams. */
  static List<String> stdio() throws IOException, InterruptedException {
    return NodeLibrary.MCP.command("stdio.cjs");
  }

  static Everything listen() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(NodeLibrary.MCP.command("http.cjs"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher found = PORT.matcher(line);
      if (found.matches()) {
        Thread rest = new Thread(() -> lines.lines().forEach(passedOver -> {}));
        rest.setDaemon(true);
        rest.start();
        return new Everything(process, Integer.parseInt(found.group(1)));
      }
    }
    throw new IOException("the server did not start");
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
