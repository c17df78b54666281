package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaLegTest {
  private static final URI ADDRESS = URI.create("https://voice.example.test/");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeConnection connection = new FakeConnection();
  private final List<Runnable> meanwhile = new ArrayList<>();
  private Duration later = Duration.ZERO;
  private final CallContext call =
      new CallContext(
          "CA1",
          TwilioAccount.named("twilio"),
          new NumberAddresses(ADDRESS, ADDRESS),
          new CallOptions(
              new CallPlan("+14155550177", "+14155550100", List.of(), Map.of(), event -> {}),
              "POST",
              Map.of(),
              false,
              true,
              false,
              Duration.ofSeconds(2)),
          new Conferences(),
          () -> {
            throw new AssertionError("nothing is sent");
          },
          interrupted(time));
  private final MediaLeg leg = call.nextLeg(Map.of());

  @BeforeEach
  void aSecondOfSilence() {
    leg.connected(connection);
    leg.start();
    time.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aSecondOfSilenceIsQuiet() {
    assertTrue(leg.isQuiet());
  }

  @Test
  void aStreamThatIsOverIsNotQuietForTheCallGoesOn() {
    leg.onClosed(1000, "");
    assertFalse(leg.isQuiet());
  }

  @Test
  void aCutStreamIsOverAtOnceAndTheSocketBrokenOff() {
    leg.cut();
    assertFalse(leg.isQuiet());
    assertTrue(leg.closed().join().byTest());
    assertEquals(List.of("cut"), connection.ends);
  }

  @Test
  void afterItsEndNothingIsSentOrPlayed() {
    int sent = connection.messages.size();
    leg.stop();
    leg.stop();
    leg.onText(
        "{\"event\":\"media\",\"streamSid\":\""
            + leg.streamId()
            + "\",\"media\":{\"payload\":\"AA==\"}}");
    time.advance(Duration.ofSeconds(1));
    assertEquals(sent + 1, connection.messages.size(), "the stop message and no more");
    assertEquals(List.of("close 1000"), connection.ends);
    assertEquals(0, leg.received().length);
  }

  @Test
  void whatBeginsToBeHeardWhileItIsAskedForIsLeftOut() {
    byte[] loud = new byte[160];
    meanwhile.add(
        () -> {
          later = Duration.ofMillis(20);
          leg.onText(media(loud));
          later = Duration.ofMillis(30);
        });
    short[] heard = call.legs().heard();
    assertTrue(heard.length >= 8000);
    assertEquals(0, heard[heard.length - 1]);
    assertEquals(8000 + 240, call.legs().heard().length);
  }

  private String media(byte[] audio) {
    return "{\"event\":\"media\",\"streamSid\":\""
        + leg.streamId()
        + "\",\"media\":{\"payload\":\""
        + Base64.getEncoder().encodeToString(audio)
        + "\"}}";
  }

  /** That clock, and what happens right after it was read. */
  private Timekeeper interrupted(Timekeeper clock) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("nanoTime")) {
            return method.invoke(clock, arguments);
          }
          long read = clock.nanoTime() + later.toNanos();
          if (!meanwhile.isEmpty()) {
            meanwhile.remove(0).run();
          }
          return read;
        };
    return (Timekeeper)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Timekeeper.class}, handler);
  }

  private static final class FakeConnection implements MediaConnection {
    final List<String> messages = new ArrayList<>();
    final List<String> ends = new ArrayList<>();

    @Override
    public CompletionStage<?> send(String message) {
      messages.add(message);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> close(int code, String reason) {
      ends.add("close " + code);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void cut() {
      ends.add("cut");
    }

    @Override
    public void cutWithin(String message) {
      ends.add("cut within");
    }

    @Override
    public void readSlowly(Duration each, Timekeeper time) {
      throw new AssertionError("nobody asked for that");
    }
  }
}
