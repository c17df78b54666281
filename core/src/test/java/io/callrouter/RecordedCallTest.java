package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Recording;
import io.callrouter.codec.WavAudio;
import io.callrouter.media.Recorder;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a recorded call ends, its record names the recording. */
class RecordedCallTest {
  @TempDir Path directory;

  private final ManualTimekeeper time = Timekeeper.manual();
  private Recorder recorder;
  private Node node;
  private Caller caller;

  @BeforeEach
  void arrive() {
    recorder = Recorder.into(directory);
    node =
        new Node(
            time,
            host ->
                host.tap("recorder", recorder)
                    .route("beside", Match.from("+15550222"), RecordedCallTest::beside)
                    .route("own", Match.any(), RecordedCallTest::whole));
    caller = new Caller(node, "CA1");
  }

  private static void beside(Flow flow) {
    flow.run(Action.connect("agent").tap("recorder"));
  }

  private static void whole(Flow flow) {
    flow.run(Action.startTap("recorder"));
    flow.run(Action.gather().digits(1));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private FakeSocket talks(FakeSocket socket, String... tracks) {
    for (int i = 0; i < 50; i++) {
      time.advance(Duration.ofMillis(20));
      for (String track : tracks) {
        socket.says(track);
      }
    }
    return socket;
  }

  private void assertRecorded() throws IOException {
    assertEquals(1, node.records.size());
    List<Recording> recordings = node.records.get(0).recordings();
    String id = node.records.get(0).call().id();
    assertEquals(List.of(id + ".wav"), recordings.stream().map(Recording::id).toList());
    assertEquals(Duration.ofSeconds(1), recordings.get(0).duration());
    assertEquals(16_000, WavAudio.read(Path.of(recordings.get(0).uri())).samples().length);
    assertTrue(node.events.contains("RECORDING " + id + ".wav false"));
    assertThrows(NotFoundException.class, () -> recorder.pause(id));
  }

  @Test
  void aCallerThatHangsUp() throws IOException {
    caller.arrivesFrom("+15550222");
    talks(caller.opensMedia(), "audio").breaks();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(3));

    assertRecorded();
  }

  @Test
  void aRouterThatIsClosed() throws IOException {
    caller.arrivesFrom("+15550222");
    talks(caller.opensMedia(), "audio");
    node.close();

    assertRecorded();
  }

  @Test
  void aTapOnAStreamOfItsOwn() throws IOException {
    caller.arrives();
    FakeSocket socket = caller.opensTap();
    caller.asks("");
    talks(socket, "heard", "audio");
    caller.tells("ended", "");
    socket.breaks();
    time.advance(Duration.ofSeconds(3));

    assertRecorded();
  }
}
