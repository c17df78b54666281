package io.callrouter.examples.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.CallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records and recordings of the last calls, in a folder for each call in a temporary one, which
 * is gone with this; its name has the process's number, so that one left by a process that was
 * killed is known. A folder's name is the router's random id of its call.
 */
final class CallArchive implements AutoCloseable {
  /** Where the folders are served. */
  static final String PATH = "/phone/calls/";

  private static final Logger log = LoggerFactory.getLogger(CallArchive.class);
  private static final int MOST_CALLS = 20;

  private final Path home;
  private final Deque<Path> kept = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this

  private CallArchive(Path home) {
    this.home = home;
  }

  /** An empty one; only this user can read what will be there. */
  static CallArchive create() {
    try {
      Path home =
          Files.createTempDirectory("callrouter-phone-" + ProcessHandle.current().pid() + "-");
      Files.createDirectory(home.resolve("recorder"));
      Files.createDirectory(home.resolve("calls"));
      return new CallArchive(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where calls are recorded while they last. */
  Path recorder() {
    return home.resolve("recorder");
  }

  /** What is served under {@link #PATH}. */
  Path calls() {
    return home.resolve("calls");
  }

  /**
   * Keeps what is left of a call, unless all is deleted already; blocks while it writes.
   *
   * @return what the page is told
   */
  synchronized String keep(CallRecord record) {
    ObjectNode json = RecordJson.of(record);
    boolean recorded = !closed && keep(record, json);
    String recording = recorded ? PATH + record.call().id() + "/recording.wav" : null;
    return LineMessages.ended(record.cause().name(), json, recording);
  }

  /** Whether there is a recording of it. */
  private boolean keep(CallRecord record, ObjectNode json) {
    String id = record.call().id();
    try {
      Path folder = Files.createDirectory(calls().resolve(id));
      remember(folder);
      Files.writeString(folder.resolve("record.json"), json.toPrettyString());
      return moveRecording(record, folder);
    } catch (IOException e) {
      log.warn("call {}: its record or its recording is not kept ({})", id, e.toString());
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    delete(home);
  }

  /** A call has one recording for each of its streams; the page plays the first. */
  private static boolean moveRecording(CallRecord record, Path folder) throws IOException {
    if (record.recordings().isEmpty()) {
      return false;
    }
    Path made = Path.of(record.recordings().get(0).uri());
    Files.move(made, folder.resolve("recording.wav"));
    return true;
  }

  private void remember(Path folder) {
    kept.add(folder);
    if (kept.size() > MOST_CALLS) {
      delete(kept.remove());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("{} could not be deleted ({})", folder, e.toString());
    }
  }
}
