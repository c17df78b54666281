package io.callrouter.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.NotFoundException;
import io.callrouter.call.Recording;
import io.callrouter.codec.WavAudio;
import io.callrouter.internal.stream.StreamFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a recording's file, and what becomes of it. */
class RecorderTest {
  private static final int FRAME_MS = AudioFormat.FRAME_MS;

  @TempDir Path directory;

  private final StreamFixture stream = new StreamFixture();
  private final FakeCall call = new FakeCall("c4ll");
  private final Random random = new Random(7);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private EndpointContext agent;

  @AfterEach
  void close() {
    stream.close();
  }

  private Recorder record() {
    Recorder recorder = Recorder.into(directory);
    tap(recorder);
    return recorder;
  }

  private void tap(TapFactory recorder) {
    stream.stream.tap(Map.of("recorder", recorder), call);
    stream.connect(new Agent());
  }

  /** The caller says something, no frame of which is like another, in real time. */
  private void talk(int ms) {
    for (int i = 0; i < ms; i += FRAME_MS) {
      byte[] frame = stream.noise(random, FRAME_MS);
      said.writeBytes(frame);
      stream.advanceMs(FRAME_MS);
      stream.say(frame);
    }
  }

  private void end() {
    stream.stream.end("over");
    stream.time.runReady();
  }

  private Path file() {
    return directory.resolve("c4ll.wav");
  }

  private short[] left() throws IOException {
    return channel(WavAudio.read(file()), 0);
  }

  private short[] right() throws IOException {
    return channel(WavAudio.read(file()), 1);
  }

  private static short[] channel(WavAudio audio, int channel) {
    assertEquals(2, audio.channels());
    short[] samples = new short[audio.samples().length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = audio.samples()[2 * i + channel];
    }
    return samples;
  }

  private static short[] decoded(byte[] pcmu) {
    short[] samples = new short[pcmu.length];
    AudioFormat.Encoding.PCMU.decode(pcmu, 0, pcmu.length, samples, 0);
    return samples;
  }

  private short[] heard() {
    return decoded(stream.carrier.heardTrack(said.size()));
  }

  /** Silence in place of so many ms. */
  private static short[] silenced(short[] samples, int fromMs, int toMs) {
    short[] silenced = samples.clone();
    Arrays.fill(silenced, 8 * fromMs, 8 * toMs, (short) 0);
    return silenced;
  }

  @Test
  void bothSidesLieWhereTheyWereSaidAndHeardToTheSample() throws IOException {
    record();
    talk(500);
    stream.advanceMs(7);
    agent.item("a").send(stream.noise(random, 1000));
    stream.advanceMs(13);
    byte[] frame = stream.noise(random, FRAME_MS);
    said.writeBytes(frame);
    stream.say(frame);
    talk(1400);
    agent.item("b").send(stream.noise(random, 333));
    talk(1080);
    end();

    assertArrayEquals(decoded(said.toByteArray()), left());
    assertArrayEquals(heard(), right());
    assertEquals(8 * 1333, soundOf(right()), 150);
  }

  private static int soundOf(short[] samples) {
    int sound = 0;
    for (short sample : samples) {
      sound += sample == 0 ? 0 : 1;
    }
    return sound;
  }

  @Test
  void whatABargeInDiscardedIsNotInTheFile() throws IOException {
    record();
    talk(200);
    agent.item("a").send(stream.noise(random, 2000));
    talk(640);
    agent.clear();
    talk(100);
    agent.item("b").send(stream.noise(random, 400));
    talk(60);
    agent.clear();
    agent.item("c").send(stream.noise(random, 100));
    talk(500);
    end();

    assertArrayEquals(heard(), right());
    assertEquals(8 * (640 + 60 + 100), soundOf(right()), 150);
  }

  @Test
  void aPauseIsSilenceOnBothSidesToTheFrameAndMovesNothing() throws IOException {
    Recorder recorder = record();
    agent.item("a").send(stream.noise(random, 2000));
    talk(400);
    recorder.pause("c4ll");
    talk(100);
    recorder.pause("c4ll");
    talk(100);
    recorder.resume("c4ll");
    recorder.resume("c4ll");
    talk(200);
    stream.advanceMs(5);
    recorder.pause("c4ll");
    recorder.resume("c4ll");
    stream.advanceMs(15);
    byte[] frame = stream.noise(random, FRAME_MS);
    said.writeBytes(frame);
    stream.say(frame);
    talk(400);
    recorder.pause("c4ll");
    talk(280);
    end();

    // The pause at 805 ms was over at once; what it touched is not recorded either.
    short[] caller = silenced(silenced(decoded(said.toByteArray()), 400, 600), 800, 820);
    assertArrayEquals(silenced(caller, 1220, 1500), left());
    assertArrayEquals(
        silenced(silenced(silenced(heard(), 400, 600), 800, 820), 1220, 1500), right());
  }

  @Test
  void aCallThatIsNotRecordedHereCanNotBePaused() {
    Recorder recorder = record();
    talk(100);
    NotFoundException other =
        assertThrows(NotFoundException.class, () -> recorder.pause("another"));
    assertEquals("call another is not recorded on this node now", other.getMessage());
    end();
    assertThrows(NotFoundException.class, () -> recorder.pause("c4ll"));
    assertThrows(NotFoundException.class, () -> recorder.resume("c4ll"));
  }

  @Test
  void theCallIsToldOfItsRecordingAtOnce() throws IOException {
    stream.advanceMs(3000);
    Instant begun = stream.time.now();
    record();
    talk(1500);
    end();

    assertEquals(
        List.of(new Recording("c4ll.wav", file().toUri(), begun, Duration.ofMillis(1500))),
        call.recordings);
    assertEquals(12_000, left().length);
  }

  @Test
  void whatWasKeptBeforeTheTapWasThereIsInTheFileAndSoIsItsStart() throws IOException {
    Instant begun = stream.time.now();
    talk(600);
    record();
    talk(400);
    end();

    assertArrayEquals(decoded(said.toByteArray()), left());
    assertEquals(begun, call.recordings.get(0).startedAt());
  }

  @Test
  void theNextStreamOfACallHasTheNextFileAndNoneIsReplaced() throws IOException {
    Files.writeString(file(), "of an earlier stream");
    record();
    talk(100);
    end();

    assertEquals("of an earlier stream", Files.readString(file()));
    assertEquals("c4ll-2.wav", call.recordings.get(0).id());
    assertEquals(1600, WavAudio.read(directory.resolve("c4ll-2.wav")).samples().length);
  }

  @Test
  void aCallThatBroughtNoAudioHasNoFile() throws IOException {
    record();
    end();

    assertEquals(List.of(), call.recordings);
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFileWhoseProcessDiedReadsUpToTheLastSecond() throws IOException {
    record();
    agent.item("a").send(stream.noise(random, 5000));
    talk(10_000);
    Path left = directory.resolve("left-behind.wav");
    Files.copy(file(), left); // All that the next process would find.
    WavAudio audio = WavAudio.read(left);
    end();

    int samples = audio.samples().length / 2;
    assertTrue(samples >= 9 * 8000, () -> samples + " samples");
    assertArrayEquals(Arrays.copyOf(left(), samples), channel(audio, 0));
    assertArrayEquals(Arrays.copyOf(right(), samples), channel(audio, 1));
  }

  @Test
  void whatADiskThatHangsCostsIsSilenceAndTheRestKeepsItsPlace() throws IOException {
    CompletableFuture<Void> disk = new CompletableFuture<>();
    Recorder recorder = Recorder.into(directory);
    tap(context -> new HangsOnce(recorder.create(context), disk));
    talk(8000);
    disk.complete(null);
    stream.advanceMs(100);
    talk(1000);
    end();

    int dropped = (int) stream.stream.counters().tapFramesDropped();
    assertTrue(dropped > 100, () -> dropped + " frames");
    short[] caller = decoded(said.toByteArray());
    // The frame that hung was kept, and those that did not fit in behind it were not.
    assertArrayEquals(silenced(caller, 1020, 1020 + 20 * dropped), left());
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsTheRecordingOnly() throws IOException {
    Path occupied = directory.resolve("occupied");
    Files.writeString(occupied, "no directory");
    tap(Recorder.into(occupied));
    agent.item("a").send(stream.noise(random, 500));
    talk(1000);
    end();

    assertEquals(1, stream.stream.counters().tapsFailed());
    assertEquals(List.of(), call.recordings);
    assertEquals(8 * 500, soundOf(heard()), 80);
  }

  @Test
  void aDirectoryIsMadeWhenItIsNeeded() {
    tap(Recorder.into(directory.resolve("calls").resolve("today")));
    talk(100);
    end();

    assertTrue(Files.exists(directory.resolve("calls/today/c4ll.wav")));
  }

  @Test
  void aDiskThatFailsEndsTheRecordingAndLeavesWhatIsOnIt() throws IOException {
    RecorderTap[] tap = new RecorderTap[1];
    Recorder recorder = Recorder.into(directory);
    tap(
        context -> {
          tap[0] = (RecorderTap) recorder.create(context);
          return tap[0];
        });
    talk(2000);
    tap[0].file.wav.close(); // What is written next throws, as it does on a disk that is full.
    talk(2000);
    assertThrows(NotFoundException.class, () -> recorder.pause("c4ll"));
    end();

    assertEquals(1, stream.stream.counters().tapsFailed());
    Recording left = call.recordings.get(0);
    int samples = WavAudio.read(file()).samples().length / 2;
    assertEquals(Duration.ofMillis(samples / 8), left.duration());
    assertTrue(samples > 1000 && samples < 8 * 2000, () -> samples + " samples");
    assertFalse(Arrays.equals(new short[samples], left()));
  }

  @Test
  void aRecordThatWasClosedBeforeLeavesTheFile() throws IOException {
    call.recordClosed = true;
    record();
    talk(500);
    end();

    assertEquals(0, stream.stream.counters().tapsFailed());
    assertEquals(4000, left().length);
  }

  @Test
  void bothSidesStayTogetherAlthoughTheCarriersClockIsSlower() throws IOException {
    record();
    List<Integer> ticks = new ArrayList<>();
    // 50 ppm, which is what two quartzes may differ: 15 ms in five minutes.
    Duration piece = Duration.ofNanos(200_010_000);
    for (int pieces = 1; pieces <= 1500; pieces++) {
      stream.time.advance(piece);
      stream.say(stream.audio(1, 200));
      if (pieces % 250 == 240) {
        ticks.add(10 * pieces);
        agent.item("tick").send(stream.audio(5, 100));
      }
    }
    end();

    assertEquals(6, ticks.size());
    assertEquals(Duration.ofMinutes(5), call.recordings.get(0).duration());
    try (var file = new RandomAccessFile(file().toFile(), "r")) {
      for (int frame : ticks) {
        double drift = (firstRight(file, frame) - 160L * frame) / 8.0;
        assertEquals(0, drift, 1.0, "ms at frame " + frame);
      }
    }
  }

  /** Where the first sound of the right channel is, from shortly before that frame on. */
  private static long firstRight(RandomAccessFile file, int frame) throws IOException {
    long from = 160L * frame - 800;
    byte[] audio = new byte[4 * 2400];
    file.seek(44 + 4 * from);
    file.readFully(audio);
    for (int i = 0; i < 2400; i++) {
      if (audio[4 * i + 2] != 0 || audio[4 * i + 3] != 0) {
        return from + i;
      }
    }
    throw new AssertionError("nothing is heard there");
  }

  /** Speaks when the test wants it to. */
  private final class Agent implements AudioEndpoint {
    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      agent = context;
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}
  }

  /** A tap whose disk hangs in its second second. */
  private final class HangsOnce implements AudioTap {
    private final AudioTap tap;
    private final CompletableFuture<Void> disk;

    HangsOnce(AudioTap tap, CompletableFuture<Void> disk) {
      this.tap = tap;
      this.disk = disk;
    }

    @Override
    public AudioFormat format(AudioFormat carrierFormat) {
      return tap.format(carrierFormat);
    }

    @Override
    public void onStart(TapContext context) throws Exception {
      tap.onStart(context);
    }

    @Override
    public void onAudio(TapContext context, AudioFrame caller, AudioFrame heard) throws Exception {
      if (caller.timestampSamples() == 8000) {
        stream.time.await(disk, Duration.ofMinutes(1));
      }
      tap.onAudio(context, caller, heard);
    }

    @Override
    public void onEnd(TapContext context) throws Exception {
      tap.onEnd(context);
    }
  }
}
