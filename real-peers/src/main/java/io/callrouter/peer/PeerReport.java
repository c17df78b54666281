package io.callrouter.peer;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Finds programs, and notes for the build which peers its tests met and which not. */
record PeerReport(Map<String, String> environment, Path notes) {
  static final PeerReport OF_THIS_MODULE =
      new PeerReport(System.getenv(), Path.of("target", "real-peers"));

  Optional<Path> find(String program) {
    String path = environment.getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  <T> T met(String peer, T what) {
    note(peer, "run");
    return what;
  }

  /**
   * What to throw where a peer is absent.
   *
   * @throws AssertionError if every peer is required
   */
  TestAbortedException absent(String peer, String why) {
    note(peer, "skipped: " + why);
    if ("required".equals(environment.get("REAL_PEERS"))) {
      throw new AssertionError(why + ", and REAL_PEERS is required");
    }
    return new TestAbortedException("skipped: " + why);
  }

  private void note(String peer, String line) {
    try {
      Files.createDirectories(notes);
      Files.writeString(notes.resolve(peer), line + "\n", CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note the peer " + peer, e);
    }
  }
}
