package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Outcome;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.PlayItem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that does not come back from one of its callbacks, and what the stream does then. */
class StuckEndpointTest {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final FakeEndpoint next = new FakeEndpoint();

  @AfterEach
  void close() {
    endpoint.letGo.complete(null);
    call.close();
  }

  /** The reader is a task here, so that it can be kept. */
  private void readerBrings(int value) {
    call.time.executor("reader").execute(() -> call.say(value));
    call.time.runReady();
  }

  private void assertGivenUpIn(String callback) {
    assertEquals(1, call.ended.size());
    assertTrue(call.ended.get(0).is(Outcome.Kind.FAILED));
    assertTrue(call.ended.get(0).result().startsWith(callback), call.ended.get(0).result());
    assertEquals(List.of(true), call.endedBroken);
    assertEquals(1, call.stream.counters().endpointsStuck());
  }

  private void assertNextIsServed() {
    call.connect(next);
    call.say(7);
    call.stream.digit('7');
    next.context.item("b").send(call.audio(7, 100));
    call.advanceMs(200);
    assertTrue(next.told.containsAll(List.of("onStart", "onAudio", "onDigit 7")), "" + next.told);
    assertEquals(100, call.carrier.heardMs(7));
  }

  private void assertEndedOnce() {
    assertEquals(
        List.of("onEnd", "close"),
        endpoint.told.stream().filter(w -> w.equals("onEnd") || w.equals("close")).toList());
    assertEquals("close", endpoint.told.get(endpoint.told.size() - 1));
    assertEquals(0, call.stream.counters().endpointsFailed());
  }

  private void provoke() {
    call.connect(endpoint);
    PlayItem item = endpoint.context.item("a");
    item.send(call.frame(1));
    item.end();
    call.stream.digit('1');
    call.time.runReady();
    call.advanceMs(20);
  }

  @ParameterizedTest
  @CsvSource({
    "onStart, 10000, false",
    "onStart, 10000, true",
    "onDigit, 5000, false",
    "onDigit, 5000, true",
    "onPlayed, 5020, false",
    "onPlayed, 5020, true"
  })
  void aCallbackThatDoesNotComeBackCostsItsEndpointAndNothingElse(
      String callback, long boundMs, boolean ignores) {
    endpoint.hangsIn = callback;
    endpoint.ignoresInterrupts = ignores;
    provoke();
    call.advanceMs(boundMs - 21);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertGivenUpIn(callback);
    assertEquals(!ignores, endpoint.told.contains("close"));
    assertNextIsServed();
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertEndedOnce();
    assertEquals(1, call.ended.size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFactoryThatDoesNotComeBackIsGivenUpAndWhatItMakesAtLastIsOnlyClosed(boolean ignores) {
    endpoint.ignoresInterrupts = ignores;
    call.connect(
        (EndpointFactory)
            context -> {
              endpoint.hang(call.time);
              return endpoint;
            });
    call.advanceMs(9_999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertGivenUpIn("the factory");
    assertNextIsServed();
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertEquals(ignores ? List.of("close") : List.of(), endpoint.told);
  }

  @Test
  void theFactoryAndTheStartShareTheirTime() {
    endpoint.hangsIn = "onStart";
    call.connect(
        (EndpointFactory)
            context -> {
              FakeEndpoint slow = new FakeEndpoint();
              call.time.schedule(BOUND.minusMillis(1), () -> slow.letGo.complete(null));
              slow.hang(call.time);
              return endpoint;
            });
    call.advanceMs(10_000);

    assertGivenUpIn("onStart");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onEnd", "close"})
  void anEndpointStuckInItsEndKeepsNobodyFromTheOutcomeThatStands(String callback) {
    endpoint.hangsIn = callback;
    endpoint.ignoresInterrupts = true;
    call.connect(endpoint);
    endpoint.context.finish("bye");
    call.advanceMs(4_999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(List.of(false), call.endedBroken);
    assertEquals(1, call.stream.counters().endpointsStuck());
    assertNextIsServed();
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertEndedOnce();
  }

  @Test
  void aCallThatEndsWhileTheEndpointIsBeingMadeWaitsAsLongAsForAnyEnd() {
    endpoint.hangsIn = "onStart";
    endpoint.ignoresInterrupts = true;
    call.connect(endpoint);
    call.advanceMs(3_000);
    call.stream.end("the caller hung up");
    call.advanceMs(4_999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.failed("the caller hung up")), call.ended);
    assertEquals(List.of(false), call.endedBroken);
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertEndedOnce();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onAudioThatKeepsTheQueueWithWhatWasKeptCostsItsEndpointAndNothingElse(boolean ignores) {
    endpoint.hangsIn = "onAudio";
    endpoint.ignoresInterrupts = ignores;
    call.say(1);
    call.say(2);
    call.connect(endpoint);
    call.advanceMs(5_000);

    assertGivenUpIn("onAudio");
    assertFalse(call.stream.isReaderHeld());
    assertNextIsServed();
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertEndedOnce();
    assertEquals(160, endpoint.heard.size());
    assertEquals(2 * 160, next.heard.size());
  }

  @Test
  void onAudioThatKeepsTheReaderIsInterruptedAndTheStreamIsGoodAgain() {
    endpoint.hangsIn = "onAudio";
    call.connect(endpoint);
    readerBrings(1);
    assertTrue(call.stream.giveUpReader(BOUND));
    call.time.runReady();

    assertGivenUpIn("onAudio");
    assertFalse(call.stream.isReaderHeld());
    assertNextIsServed();
    assertEndedOnce();
  }

  @Test
  void onAudioThatKeepsTheReaderForGoodIsToldAndItsEndFollowsWhenItLetsGo() {
    endpoint.hangsIn = "onAudio";
    endpoint.ignoresInterrupts = true;
    call.connect(endpoint);
    readerBrings(1);
    assertTrue(call.stream.giveUpReader(BOUND));
    call.time.runReady();

    assertGivenUpIn("onAudio");
    assertTrue(call.stream.isReaderHeld());
    assertEquals(List.of("onStart", "onAudio"), endpoint.told);
    endpoint.letGo.complete(null);
    call.time.runReady();
    assertFalse(call.stream.isReaderHeld());
    assertEndedOnce();
  }

  @Test
  void aStreamThatEndsWhileOnAudioKeepsTheReaderIsOverInTime() {
    endpoint.hangsIn = "onAudio";
    endpoint.ignoresInterrupts = true;
    call.connect(endpoint);
    readerBrings(1);
    call.stream.end("the media socket was closed");
    call.advanceMs(4_999);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.failed("the media socket was closed")), call.ended);
    assertEquals(List.of(false), call.endedBroken);
  }

  @Test
  void aReaderThatIsWithNobodyIsNotGivenUp() {
    call.connect(endpoint);
    call.say(1);

    assertFalse(call.stream.giveUpReader(BOUND));
    assertEquals(List.of(), call.ended);
  }

  @Test
  void theReadersInterruptDoesNotOutliveTheCallback() {
    endpoint.hangsIn = "onAudio";
    endpoint.ignoresInterrupts = true;
    AtomicInteger interrupted = new AtomicInteger(-1);
    call.connect(endpoint);
    call.time
        .executor("reader")
        .execute(
            () -> {
              call.say(1);
              interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
            });
    call.time.runReady();
    endpoint.letGo.complete(null);
    assertTrue(call.stream.giveUpReader(BOUND));
    call.time.runReady();

    assertEquals(0, interrupted.get());
  }

  @Test
  void keysPressedWhileAnEndpointIsStuckAreForTheNext() {
    endpoint.hangsIn = "onDigit";
    call.connect(endpoint);
    call.stream.digit('1');
    call.stream.digit('2');
    call.stream.digit('3');
    call.advanceMs(5_000);
    call.connect(next);

    assertEquals(List.of("onStart", "onDigit 2", "onDigit 3"), next.told);
  }

  @Test
  void aFarewellIsHeardAlthoughItsEndpointIsStuckMeanwhile() {
    endpoint.hangsIn = "onPlayed";
    call.connect(endpoint);
    PlayItem first = endpoint.context.item("first");
    first.send(call.frame(1));
    first.end();
    endpoint.context.item("farewell").send(call.audio(2, 8_000));
    endpoint.context.finish("bye");
    call.advanceMs(8_020);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(8_000, call.carrier.heardMs(2));
    assertEquals(1, call.stream.counters().endpointsStuck());
  }

  @Test
  void anEndpointThatThrowsTwiceIsOneThatFailed() {
    endpoint.throwsIn = "on";
    call.connect(endpoint);

    assertEquals(List.of("onStart", "onEnd", "close"), endpoint.told);
    assertEquals(List.of(true), call.endedBroken);
    assertEquals(1, call.stream.counters().endpointsFailed());
    assertEquals(0, call.stream.counters().endpointsStuck());
  }

  @Test
  void whatAnEndpointFailsItselfIsNotBroken() {
    call.connect(endpoint);
    endpoint.context.fail("the model went away");
    call.time.runReady();

    assertEquals(List.of(false), call.endedBroken);
    assertEquals(0, call.stream.counters().endpointsFailed());
  }
}
