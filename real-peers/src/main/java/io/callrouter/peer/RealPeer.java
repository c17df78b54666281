package io.callrouter.peer;

import java.nio.file.Path;

/** A program of others that a test runs. */
public enum RealPeer {
  /** Runs the carriers' own clients for Node. */
  NODE("nodejs", "node"),

  /** Has those clients from the npm registry. */
  NPM("npm", "npm"),

  /** A proxy in front of the host. */
  NGINX("nginx-light", "nginx"),

  /** A browser with a microphone. */
  CHROMIUM("chromium", "chromium");

  private final String debianPackage;
  private final String program;

  RealPeer(String debianPackage, String program) {
    this.debianPackage = debianPackage;
    this.program = program;
  }

  /**
   * The program, looked for in {@code PATH} and where Debian keeps programs of the system.
   *
   * @throws org.opentest4j.TestAbortedException if it is not installed
   * @throws AssertionError if it is not installed and {@code REAL_PEERS} is {@code required}
   */
  public Path require() {
    return require(PeerReport.OF_THIS_MODULE);
  }

  Path require(PeerReport report) {
    return report
        .find(program)
        .map(found -> report.met(program, found))
        .orElseThrow(
            () ->
                report.absent(
                    program,
                    program + " is not installed (apt-get install " + debianPackage + ")"));
  }
}
