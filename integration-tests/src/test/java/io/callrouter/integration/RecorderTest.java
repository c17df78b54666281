package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.codec.G711;
import io.callrouter.codec.WavAudio;
import io.callrouter.media.Endpoints;
import io.callrouter.media.Recorder;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorder on whole calls: what is in its file, and where the file is found. */
class RecorderTest {
  private static final int SAMPLES_PER_MS = 8;

  @TempDir Path directory;

  /** A menu that is interrupted, and what follows on the same stream. */
  private VirtualOffice office(Recorder recorder) {
    return VirtualOffice.of(builder -> routes(builder.tap("recorder", recorder)));
  }

  private static CallRouterBuilder routes(CallRouterBuilder builder) {
    return builder
        .endpoint(
            "menu",
            context ->
                Endpoints.script(
                    script -> {
                      script.play(Tones.clip(4000));
                      return script.digits(1, Duration.ofSeconds(3));
                    }))
        .endpoint("farewell", context -> Endpoints.player(Tones.clip(700)))
        .route(
            "office",
            Match.any(),
            flow -> {
              Outcome menu = flow.run(Action.connect("menu").tap("recorder"));
              if (menu.result().equals("9")) {
                flow.run(Action.say("One moment."));
              }
              flow.run(Action.connect("farewell").tap("recorder"));
            });
  }

  @Test
  void theRecordingIsWhatTheCallerSaidAndHeardAndTheRecordNamesIt() throws IOException {
    try (VirtualOffice office = office(Recorder.into(directory))) {
      TwilioCaller caller = office.call();
      caller.silentFor(Duration.ofMillis(1210)).speak(Tones.samples(600));
      caller.silentFor(Duration.ofMillis(1333)).press("1").untilIdle();

      Recording recording = office.record().recordings().get(0);
      assertEquals(List.of(recording), office.record().recordings());
      assertEquals(office.record().call().id() + ".wav", recording.id());
      WavAudio audio = WavAudio.read(Path.of(recording.uri()));
      assertEquals(Duration.ofMillis(audio.samples().length / 16), recording.duration());
      short[] left = channel(audio, 0);
      short[] right = channel(audio, 1);
      assertHeard(caller, right);
      assertSaid(Tones.samples(600), left);
      assertEquals(2543 + 700, soundMs(right), 40.0, "the menu up to the key, and the farewell");
      assertEquals(List.of(), caller.alerts());
    }
  }

  private static void assertHeard(TwilioCaller caller, short[] right) {
    int start = (int) (streamStart(caller).toNanos() * SAMPLES_PER_MS / 1_000_000);
    short[] heard = Arrays.copyOfRange(caller.heard(), start, caller.heard().length);
    int rest = soundMs(Arrays.copyOfRange(heard, right.length, heard.length));
    assertTrue(rest <= 20, "the file ends with the caller's last whole frame, but then " + rest);
    assertArrayEquals(Arrays.copyOf(heard, right.length), right);
  }

  private static Duration streamStart(TwilioCaller caller) {
    return caller.events().stream()
        .filter(event -> event.kind() == TimelineEvent.Kind.STREAM_START)
        .findFirst()
        .orElseThrow()
        .at();
  }

  /** The carrier frames what is said; what it brings is µ-law. */
  private static void assertSaid(short[] said, short[] left) {
    byte[] law = new byte[said.length];
    G711.PCMU.encode(said, 0, said.length, law, 0);
    short[] expected = new short[said.length];
    G711.PCMU.decode(law, 0, law.length, expected, 0);
    int at = firstSound(left);
    assertEquals(1210 * SAMPLES_PER_MS, at, 20 * SAMPLES_PER_MS);
    assertArrayEquals(expected, Arrays.copyOfRange(left, at, at + expected.length));
    assertEquals(0, soundMs(Arrays.copyOfRange(left, at + expected.length, left.length)));
  }

  private static int firstSound(short[] samples) {
    int at = 0;
    while (samples[at] == 0) {
      at++;
    }
    return at;
  }

  private static int soundMs(short[] samples) {
    int sound = 0;
    for (short sample : samples) {
      sound += sample == 0 ? 0 : 1;
    }
    return sound / SAMPLES_PER_MS;
  }

  private static short[] channel(WavAudio audio, int channel) {
    short[] samples = new short[audio.samples().length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = audio.samples()[2 * i + channel];
    }
    return samples;
  }

  @Test
  void theNextStreamOfTheCallHasAFileOfItsOwnAndNoneTellsANumber() throws IOException {
    try (VirtualOffice office = office(Recorder.into(directory))) {
      TwilioCaller caller = office.call();
      caller.silentFor(Duration.ofMillis(500)).press("9").untilIdle();

      String id = office.record().call().id();
      assertEquals(List.of("Connect", "Say", "Connect"), caller.verbs());
      assertEquals(
          List.of(id + "-2.wav", id + ".wav"),
          office.record().recordings().stream().map(Recording::id).toList());
      for (Recording recording : office.record().recordings()) {
        assertTrue(Files.exists(Path.of(recording.uri())));
        assertFalse(recording.uri().toString().contains(VirtualOffice.CALLER.substring(1)));
      }
    }
  }

  @Test
  void theSecondFileBeginsWhenTheSecondStreamDoes() throws IOException {
    try (VirtualOffice office = office(Recorder.into(directory))) {
      TwilioCaller caller = office.call();
      caller.silentFor(Duration.ofMillis(500)).press("9").untilIdle();

      List<Duration> streams =
          caller.events().stream()
              .filter(event -> event.kind() == TimelineEvent.Kind.STREAM_START)
              .map(TimelineEvent::at)
              .toList();
      List<Recording> recordings = office.record().recordings();
      assertEquals(
          streams.get(1).minus(streams.get(0)),
          Duration.between(recordings.get(1).startedAt(), recordings.get(0).startedAt()));
    }
  }

  @Test
  void aDiskThatCannotBeWrittenIsNotNoticedByTheCaller() throws IOException {
    Path occupied = Files.createFile(directory.resolve("no-directory"));
    try (VirtualOffice office = office(Recorder.into(occupied))) {
      TwilioCaller caller = office.call();
      caller.silentFor(Duration.ofMillis(500)).press("1").untilIdle();

      assertEquals(List.of(), office.record().recordings());
      assertEquals(500 + 700, soundMs(caller.heard()), 40.0);
      assertEquals(1, office.nodes.get(0).counters().get("taps.failed"));
    }
  }
}
