package io.callrouter.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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
  private final MediaLeg leg =
      new MediaLeg(
          "MZ1",
          new CallContext(
              "CA1",
              TwilioAccount.named("twilio"),
              new NumberAddresses(ADDRESS, ADDRESS),
              new CallOptions(
                  "+14155550177",
                  "+14155550100",
                  "POST",
                  Map.of(),
                  false,
                  Disturbance.none(),
                  StreamFault.NONE,
                  true,
                  false,
                  Duration.ofSeconds(2),
                  Map.of(),
                  event -> {}),
              new Conferences(),
              () -> new InMemoryTransport(delivery -> new FakeApplication()),
              time));

  @BeforeEach
  void aSecondOfSilence() {
    leg.connected(connection);
    leg.start(Map.of());
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
    leg.onText("{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"AA==\"}}");
    time.advance(Duration.ofSeconds(1));
    assertEquals(sent + 1, connection.messages.size(), "the stop message and no more");
    assertEquals(List.of("close 1000"), connection.ends);
    assertEquals(0, leg.received().length);
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
  }
}
