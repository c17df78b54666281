package io.callrouter.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Outcome;
import io.callrouter.codec.WavAudio;
import io.callrouter.internal.stream.StreamFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
  private static final int ECHO_CUSHION_MS = 120;

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir static Path folder;

  private final StreamFixture call = new StreamFixture();
  private AudioClip second;

  @BeforeEach
  void readClip() throws IOException {
    short[] samples = new short[8000];
    Arrays.fill(samples, (short) 8000);
    Path file = folder.resolve("second.wav");
    new WavAudio(8000, 1, samples).write(file);
    second = AudioClip.fromWav(file);
  }

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void thePlayerFinishesWhenItsClipWasHeard() {
    call.connect(Endpoints.player(second));
    call.advanceMs(999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.done()), call.ended);
    assertEquals(8000, call.carrier.heard().length);
  }

  @Test
  void theEchoSendsBackWhatItHears() {
    call.connect(Endpoints.echo());
    call.say(7);
    call.advanceMs(20);

    assertArrayEquals(call.frame(7), call.carrier.heard());
  }

  @Test
  void aScriptPlaysAsksAndGivesItsResultWhenAllWasHeard() {
    List<PlayedItem> played = new ArrayList<>();
    call.connect(
        Endpoints.script(
            script -> {
              played.add(script.play(second));
              String keys = script.digits(2, Duration.ofSeconds(3));
              script.play(second);
              return script.attributes().get("language") + keys;
            }));
    call.advanceMs(1500);
    press('4');
    call.advanceMs(2000);
    press('2');
    call.advanceMs(999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.done("en42")), call.ended);
    assertEquals(Duration.ofSeconds(1), played.get(0).heard());
    assertTrue(played.get(0).complete());
  }

  @Test
  void whatAScriptLeavesPlayingIsHeardBeforeItIsDone() {
    call.connect(
        Endpoints.script(
            script -> {
              script.echo(Duration.ofMillis(100));
              return "echoed";
            }));
    for (int i = 0; i < 8; i++) {
      call.say(i);
    }
    call.advanceMs(ECHO_CUSHION_MS + 159);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.done("echoed")), call.ended);
    assertEquals(8 * (ECHO_CUSHION_MS + 160), call.carrier.heard().length);
  }

  @Test
  void aKeyCutsWhatIsPlayedAndStaysToBeTaken() {
    List<PlayedItem> played = new ArrayList<>();
    call.connect(
        Endpoints.script(
            script -> {
              played.add(script.play(second));
              played.add(script.play(second));
              String key = script.digits(1, LONG);
              played.add(script.play(second));
              return key;
            }));
    call.advanceMs(300);
    press('9');
    call.advanceMs(3000);

    assertEquals(List.of(Outcome.done("9")), call.ended);
    assertEquals(300, ms(played.get(0).heard()), 20);
    assertEquals(Duration.ZERO, played.get(1).heard());
    assertEquals(List.of(false, false, true), played.stream().map(PlayedItem::complete).toList());
    assertEquals(1300, call.carrier.heard().length / 8.0, 20);
  }

  @Test
  void digitsComeShortWhenTheTimeRunsOut() {
    List<String> taken = new ArrayList<>();
    call.connect(
        Endpoints.script(
            script -> {
              taken.add(script.digits(4, Duration.ofSeconds(5)));
              taken.add(script.digits(4, Duration.ofSeconds(5)));
              return "";
            }));
    call.advanceMs(4999);
    press('1');
    call.advanceMs(4999);
    press('2');
    call.advanceMs(4999);
    assertEquals(List.of(), taken);
    call.advanceMs(1);
    assertEquals(List.of("12"), taken);
    call.advanceMs(5000);

    assertEquals(List.of("12", ""), taken);
  }

  @Test
  void aKeyEndsTheEcho() {
    call.connect(
        Endpoints.script(
            script -> {
              script.echo(LONG);
              script.digits(2, Duration.ofSeconds(1));
              return "over";
            }));
    for (int i = 1; i <= 5; i++) {
      call.say(i);
      call.advanceMs(20);
    }
    press('#');
    call.say(99);
    call.advanceMs(ECHO_CUSHION_MS + 100);

    List<String> log = call.carrier.log();
    assertTrue(log.get(log.size() - 1).startsWith("mark"), "an echo is an item that has ended");
    call.advanceMs(1000);
    assertEquals(List.of(Outcome.done("over")), call.ended);
    assertEquals(8 * ECHO_CUSHION_MS + 5 * 160, call.carrier.heard().length);
    assertEquals(0, call.carrier.heardMs(99));
  }

  @Test
  void theEndOfTheMediaInterruptsEveryWait() {
    List<Script.Program> waits =
        List.of(
            script -> "" + script.play(second),
            script -> script.digits(1, LONG),
            script -> {
              script.echo(LONG);
              return "";
            });
    for (Script.Program wait : waits) {
      try (StreamFixture other = new StreamFixture()) {
        List<String> thrown = new ArrayList<>();
        other.connect(
            Endpoints.script(
                script -> {
                  try {
                    return wait.run(script);
                  } catch (InterruptedException e) {
                    thrown.add("interrupted");
                    throw e;
                  }
                }));
        other.advanceMs(500);
        other.stream.end("the caller hung up");
        other.time.runReady();

        assertEquals(List.of("interrupted"), thrown);
        assertEquals(List.of(Outcome.failed("the caller hung up")), other.ended);
      }
    }
  }

  @Test
  void aScriptThatComesBackLateFindsTheMediaOver() {
    List<String> thrown = new ArrayList<>();
    CompletableFuture<String> lookup = new CompletableFuture<>();
    call.connect(
        Endpoints.script(
            script -> {
              call.time.await(lookup, LONG);
              try {
                return "" + script.play(second);
              } catch (InterruptedException e) {
                thrown.add("interrupted");
                throw e;
              }
            }));
    call.stream.end("the caller hung up");
    call.time.runReady();
    lookup.complete("");
    call.time.runReady();

    assertEquals(List.of("interrupted"), thrown);
    assertEquals(1, call.ended.size());
  }

  @Test
  void aScriptThatThrowsHasFailed() {
    call.connect(
        Endpoints.script(
            script -> {
              throw new IOException("the database is away");
            }));

    assertTrue(call.ended.get(0).is(Outcome.Kind.FAILED));
    assertTrue(call.ended.get(0).result().contains("the database is away"));
  }

  @Test
  void aScriptWithoutAResultHasFailed() {
    call.connect(Endpoints.script(script -> null));

    assertTrue(call.ended.get(0).is(Outcome.Kind.FAILED));
  }

  @Test
  void offThreadAnEndpointMayBlockAndHearsEverythingInOrder() {
    Blocking blocking = new Blocking(15);
    call.connect(Endpoints.offThread(blocking));
    for (int i = 1; i <= 50; i++) {
      call.say(i);
      call.advanceMs(20);
    }

    assertEquals(50, blocking.heard.size());
    for (int i = 0; i < 50; i++) {
      assertEquals((byte) (i + 1), blocking.heard.get(i)[0]);
      assertEquals(160L * i, blocking.timestamps.get(i));
    }
    assertEquals(0, call.stream.counters().slowCallbacks());
  }

  @Test
  void offThreadTheOldestFramesAreDropped() {
    Blocking blocking = new Blocking(10_000);
    call.connect(Endpoints.offThread(blocking));
    call.say(0);
    call.time.runReady();
    for (int i = 1; i <= 100; i++) {
      call.say(i);
    }
    blocking.ms = 0;
    call.advanceMs(10_000);

    assertEquals(1 + 25, blocking.heard.size());
    assertEquals(0, blocking.heard.get(0)[0]);
    assertEquals(76, blocking.heard.get(1)[0]);
    assertEquals(100, blocking.heard.get(25)[0]);
  }

  @Test
  void offThreadTheEndWaitsForTheFrameTheEndpointHas() {
    Blocking blocking = new Blocking(1000);
    call.connect(Endpoints.offThread(blocking));
    call.say(1);
    call.say(2);
    call.time.runReady();
    call.stream.end("the caller hung up");
    call.advanceMs(999);
    assertEquals(List.of("onStart", "onAudio"), blocking.told);
    call.advanceMs(1);

    assertEquals(List.of("onStart", "onAudio", "back", "onEnd", "close"), blocking.told);
    assertEquals(1, call.ended.size());
  }

  @Test
  void offThreadAnEndpointThatNeverComesBackDoesNotHoldTheCall() {
    Blocking blocking = new Blocking(3_600_000);
    call.connect(Endpoints.offThread(blocking));
    call.say(1);
    call.time.runReady();
    call.stream.end("the caller hung up");
    call.advanceMs(5000);

    assertEquals(List.of("onStart", "onAudio", "onEnd", "close"), blocking.told);
    assertEquals(1, call.ended.size());
  }

  @Test
  void offThreadWhatOnAudioThrowsEndsTheEndpoint() {
    Blocking broken =
        new Blocking(0) {
          @Override
          public void onAudio(EndpointContext context, AudioFrame frame) {
            throw new IllegalStateException("cannot hear");
          }
        };
    call.connect(Endpoints.offThread(broken));
    call.say(1);
    call.say(2);
    call.time.runReady();

    assertEquals(1, call.ended.size());
    assertTrue(call.ended.get(0).result().contains("cannot hear"));
    assertEquals(List.of("onStart", "onEnd", "close"), broken.told);
  }

  @Test
  void offThreadPassesEverythingElseOn() {
    Blocking blocking = new Blocking(0);
    call.connect(Endpoints.offThread(blocking));
    press('7');
    blocking.context.item("a").end();
    call.time.runReady();

    assertEquals(List.of("onStart", "onDigit 7", "onPlayed a"), blocking.told);
    assertEquals(AudioFormat.l16(16000), blocking.context.format());
    assertEquals(Pace.AHEAD, Endpoints.offThread(blocking).pace());
  }

  private static double ms(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private void press(char key) {
    call.stream.digit(key);
    call.time.runReady();
  }

  /** Takes its time over each frame. */
  private static class Blocking implements AudioEndpoint {
    final List<String> told = new ArrayList<>();
    final List<byte[]> heard = new ArrayList<>();
    final List<Long> timestamps = new ArrayList<>();
    long ms;
    EndpointContext context;

    Blocking(long ms) {
      this.ms = ms;
    }

    @Override
    public AudioFormat format(AudioFormat carrierFormat) {
      return told.isEmpty() && ms == 0 ? AudioFormat.l16(16000) : carrierFormat;
    }

    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      this.context = context;
      told.add("onStart");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
      told.add("onAudio");
      heard.add(frame.copy());
      timestamps.add(frame.timestampSamples());
      if (ms > 0) {
        try {
          context.timekeeper().await(new CompletableFuture<>(), Duration.ofMillis(ms));
        } catch (TimeoutException e) {
          told.add("back");
        }
      }
    }

    @Override
    public void onDigit(EndpointContext context, char digit) {
      told.add("onDigit " + digit);
    }

    @Override
    public void onPlayed(EndpointContext context, PlayedItem item) {
      told.add("onPlayed " + item.name());
    }

    @Override
    public void onEnd(EndpointContext context) {
      told.add("onEnd");
    }

    @Override
    public void close() {
      told.add("close");
    }
  }
}
