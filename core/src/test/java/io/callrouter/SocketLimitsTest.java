package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A media socket that brings too much or takes nothing is closed and counted, and a live one not.
 */
class SocketLimitsTest {
  private static final int POLICY_VIOLATION = 1008;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.endpoint("echo", context -> Endpoints.echo())
                  .route("office", Match.any(), Action.connect("echo")));
  private final Caller caller = new Caller(node, "CA1");

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void audioFasterThanRealTimeClosesTheSocket() {
    FakeSocket socket = opened();
    assertEquals(5000 / 20, messagesUntilClosed(socket, "audio"), 1);
    assertClosedOnceWith(socket);
  }

  @Test
  void messagesFasterThanRealTimeCloseTheSocket() {
    FakeSocket socket = opened();
    assertEquals(5000 / 5, messagesUntilClosed(socket, "mark m7"), 1);
    assertClosedOnceWith(socket);
  }

  @Test
  void messagesBeforeTheStartCloseTheSocketToo() {
    caller.arrives();
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + caller.token()), time);
    assertEquals(5000 / 5, messagesUntilClosed(socket, "hello"), 1);
    assertClosedOnceWith(socket);
  }

  @Test
  void aBacklogThatComesAtOnceIsNoFlood() {
    FakeSocket socket = opened();
    speak(socket, 1000);
    for (int stall = 0; stall < 10; stall++) {
      time.advance(Duration.ofSeconds(8));
      for (int i = 0; i < 8000 / 20; i++) {
        socket.says("audio");
      }
      speak(socket, 2000);
    }
    assertFalse(socket.isClosed());
  }

  @Test
  void marksThatComeBackBesideTheAudioForHalfAnHourAreNoFlood() {
    FakeSocket socket = opened();
    for (int i = 0; i < 30 * 60 * 5; i++) {
      speak(socket, 200);
      socket.says("mark m7").says("mark m7");
    }
    assertFalse(socket.isClosed());
  }

  @Test
  void aSlowFloodIsFoundInTheEnd() {
    FakeSocket socket = opened();
    for (int ms = 0; ms < 40_000; ms += 20) {
      time.advance(Duration.ofMillis(20));
      socket.says("audio").says("mark m7").says("mark m7");
    }
    assertTrue(socket.isClosed());
  }

  /** Silence is made for up to 1 s that the timestamps leave out, and that is audio too. */
  @Test
  void timestampsThatRunFasterThanTimeCloseTheSocket() {
    FakeSocket socket = opened();
    speak(socket, 1000);
    for (int i = 0; i < 10; i++) {
      socket.says("leave-out 900");
      speak(socket, 20);
    }
    assertClosedOnceWith(socket);
  }

  @Test
  void audioThatTheCarrierLeavesOutIsNoFlood() {
    FakeSocket socket = opened();
    for (int i = 0; i < 1000; i++) {
      time.advance(Duration.ofMillis(900));
      socket.says("leave-out 900");
      speak(socket, 100);
    }
    assertFalse(socket.isClosed());
  }

  @Test
  void aSocketWhoseOtherSideReadsNothingIsClosed() {
    FakeSocket socket = opened();
    speak(socket, 1000);
    socket.stopsReading();
    speak(socket, 5900);
    assertFalse(socket.isClosed());
    speak(socket, 4200);

    assertClosedOnceWith(socket);
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(11));
    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(0, node.router.held());
  }

  @Test
  void aSocketWhoseOtherSideReadsSlowlyIsNot() {
    FakeSocket socket = opened();
    speak(socket, 1000);
    socket.stopsReading();
    for (int i = 0; i < 20; i++) {
      speak(socket, 1900);
      socket.readsOne();
    }
    assertFalse(socket.isClosed());
  }

  private FakeSocket opened() {
    caller.arrives();
    return caller.opensMedia();
  }

  private void speak(FakeSocket socket, int ms) {
    for (int spoken = 0; spoken < ms; spoken += 20) {
      time.advance(Duration.ofMillis(20));
      socket.says("audio");
    }
  }

  private static int messagesUntilClosed(FakeSocket socket, String message) {
    int count = 0;
    while (!socket.isClosed() && count < 100_000) {
      socket.says(message);
      count++;
    }
    return count;
  }

  private void assertClosedOnceWith(FakeSocket socket) {
    time.runReady();
    assertEquals(POLICY_VIOLATION, socket.code());
    assertEquals(1L, node.router.counters().get("sockets.closed." + POLICY_VIOLATION));
  }
}
