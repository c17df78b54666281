package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Outcome;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.PlayItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a peer on its stream. */
class MediaStreamTest {
  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void callbacksComeInOrderFromStartToClose() {
    call.connect(endpoint);
    call.say(1);
    call.stream.digit('5');
    PlayItem item = endpoint.context.item("a");
    item.send(call.frame(1));
    item.end();
    call.advanceMs(20);
    call.say(2);
    call.stream.end("the caller hung up");
    call.say(3);
    call.time.runReady();
    call.say(4);

    assertEquals(
        List.of("onStart", "onAudio", "onDigit 5", "onPlayed a", "onAudio", "onEnd", "close"),
        endpoint.told);
    assertEquals(List.of(Outcome.failed("the caller hung up")), call.ended);
  }

  @Test
  void theContextTellsWhatThePeerMustKnow() {
    endpoint.format = Optional.of(AudioFormat.l16(24000));
    call.connect(endpoint);
    EndpointContext context = endpoint.context;

    assertEquals(AudioFormat.l16(24000), context.format());
    assertEquals(AudioFormat.PCMU, context.carrierFormat());
    assertEquals("en", context.attributes().get("language"));
    assertEquals(call.time, context.timekeeper());
  }

  @Test
  void finishWaitsUntilEverythingWasHeard() {
    call.carrier.markDelay = Duration.ofMillis(40);
    call.connect(endpoint);
    endpoint.context.item("farewell").send(call.audio(1, 1005));
    endpoint.context.finish("bye");
    call.advanceMs(1044);
    assertEquals(List.of(), call.ended);
    call.advanceMs(1);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(1005, call.carrier.heardMs(1));
    assertEquals(List.of("onStart", "onPlayed farewell", "onEnd", "close"), endpoint.told);
    assertTrue(endpoint.played.get(0).complete());
  }

  @Test
  void finishWithNothingToBeHeardEndsAtOnce() {
    call.connect(endpoint);
    endpoint.context.item("nothing");
    endpoint.context.finish("");
    call.time.runReady();

    assertEquals(List.of(Outcome.done()), call.ended);
  }

  @Test
  void clearBeforeFinishCutsTheFarewell() {
    call.connect(endpoint);
    endpoint.context.item("farewell").send(call.audio(1, 1000));
    call.advanceMs(100);
    endpoint.context.clear();
    endpoint.context.finish("cut");
    call.time.runReady();

    assertEquals(List.of(Outcome.done("cut")), call.ended);
    assertEquals(100, call.carrier.heardMs(1));
  }

  @Test
  void finishDoesNotWaitForMarksThatNeverCome() {
    call.carrier.markDelay = Duration.ofMillis(-1);
    call.connect(endpoint);
    endpoint.context.item("a").send(call.audio(1, 1000));
    endpoint.context.finish("bye");
    call.advanceMs(2900);
    assertEquals(List.of(), call.ended);
    call.advanceMs(120);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
  }

  @Test
  void finishDoesNotWaitForAStuckSocket() {
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    call.connect(endpoint);
    endpoint.context.item("a").send(call.audio(1, 1000));
    endpoint.context.finish("bye");
    call.advanceMs(3000);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
  }

  @Test
  void aStreamThatEndsWhileThePeerFinishesComesOutAsDone() {
    call.connect(endpoint);
    endpoint.context.item("a").send(call.audio(1, 1000));
    endpoint.context.finish("bye");
    call.advanceMs(500);
    call.stream.end("the caller hung up");
    call.time.runReady();

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(500, ms(endpoint.played.get(0).heard()), 20);
    assertFalse(endpoint.played.get(0).complete());
  }

  @Test
  void theFirstEndCounts() {
    call.connect(endpoint);
    endpoint.context.finish("first");
    endpoint.context.finish("second");
    endpoint.context.fail("third");
    call.stream.end("fourth");
    call.stream.end("fifth");
    call.time.runReady();

    assertEquals(List.of(Outcome.done("first")), call.ended);
    assertEquals(List.of("onStart", "onEnd", "close"), endpoint.told);
  }

  @Test
  void aFailureWhileFinishingLetsTheFarewellBeHeard() {
    call.connect(endpoint);
    endpoint.context.item("a").send(call.audio(1, 500));
    endpoint.context.finish("bye");
    endpoint.throwsIn = "onAudio";
    call.say(1);
    call.say(2);
    call.advanceMs(600);

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(500, call.carrier.heardMs(1));
    assertEquals(List.of("onStart", "onAudio", "onPlayed a", "onEnd", "close"), endpoint.told);
  }

  @Test
  void failCutsAtOnce() {
    call.connect(endpoint);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 1000));
    call.advanceMs(100);
    endpoint.context.fail("the model went away");
    call.time.runReady();

    assertEquals(List.of(Outcome.failed("the model went away")), call.ended);
    assertEquals(100, call.carrier.heardMs(1));
    assertFalse(item.send(call.frame(1)));
    assertEquals(List.of("onStart", "onPlayed a", "onEnd", "close"), endpoint.told);
  }

  @Test
  void afterItsEndAPeerCanDoNothingToTheNext() {
    call.connect(endpoint);
    EndpointContext old = endpoint.context;
    PlayItem oldItem = old.item("old");
    old.finish("");
    call.time.runReady();
    FakeEndpoint next = new FakeEndpoint();
    call.connect(next);
    next.context.item("new").send(call.audio(2, 500));

    assertEquals(List.of(), old.clear());
    assertFalse(oldItem.send(call.frame(1)));
    assertFalse(old.item("late").send(call.frame(1)));
    old.fail("late");
    old.finish("late");
    call.advanceMs(600);

    assertEquals(500, call.carrier.heardMs(2));
    assertEquals(1, call.ended.size());
    assertEquals(List.of("onStart", "onPlayed old", "onEnd", "close"), endpoint.told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"format", "onStart", "onAudio", "onDigit", "onPlayed"})
  void whatACallbackThrowsEndsThePeerAsFailed(String callback) {
    endpoint.throwsIn = callback;
    provoke();

    assertEquals(1, call.ended.size());
    Outcome outcome = call.ended.get(0);
    assertTrue(outcome.is(Outcome.Kind.FAILED));
    assertTrue(outcome.result().contains(callback), outcome.result());
    assertTrue(outcome.result().contains("IllegalStateException"), outcome.result());
    assertEquals(1, endpoint.told.stream().filter(w -> w.equals("close")).count());
    assertEquals("close", endpoint.told.get(endpoint.told.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onEnd", "close"})
  void whatTheLastCallbacksThrowChangesNothing(String callback) {
    endpoint.throwsIn = callback;
    provoke();
    endpoint.context.finish("bye");
    call.time.runReady();

    assertEquals(List.of(Outcome.done("bye")), call.ended);
    assertEquals(1, endpoint.told.stream().filter(w -> w.equals("close")).count());
  }

  @Test
  void anErrorEndsThePeerToo() {
    endpoint.throwsIn = "onDigit";
    endpoint.thrown = new AssertionError("not what it seems");
    provoke();

    assertTrue(call.ended.get(0).result().contains("not what it seems"));
  }

  @Test
  void anErrorOfTheMachineEndsThePeerAndIsNotSwallowed() {
    endpoint.throwsIn = "onAudio";
    endpoint.thrown = new StackOverflowError();
    call.connect(endpoint);
    assertThrows(StackOverflowError.class, () -> call.say(1));
    call.time.runReady();

    assertEquals(List.of("onStart", "onAudio", "onEnd", "close"), endpoint.told);
    assertEquals(1, call.ended.size());
  }

  @Test
  void aFactoryThatThrowsIsAFailedPeer() {
    call.connect(
        (EndpointFactory)
            context -> {
              throw new IOException("no model answers");
            });
    assertEquals(1, call.ended.size());
    assertTrue(call.ended.get(0).result().contains("no model answers"));

    call.connect((EndpointFactory) context -> null);
    assertTrue(call.ended.get(1).result().contains("made no endpoint"));
  }

  @Test
  void aStreamThatEndsBeforeTheFactoryRanMakesNothing() {
    call.stream.connect(context -> endpoint, StreamFixture.CONTEXT);
    call.stream.end("the caller hung up");
    call.time.runReady();

    assertEquals(List.of(), endpoint.told);
    assertEquals(List.of(Outcome.failed("the caller hung up")), call.ended);
  }

  @Test
  void anEndpointMadeTooLateIsOnlyClosed() {
    call.connect(
        (EndpointFactory)
            context -> {
              call.stream.end("the caller hung up");
              return endpoint;
            });

    assertEquals(List.of("close"), endpoint.told);
    assertEquals(List.of(Outcome.failed("the caller hung up")), call.ended);
  }

  @Test
  void aPeerMayFinishInItsStart() {
    call.say(1);
    FakeEndpoint brief =
        new FakeEndpoint() {
          @Override
          public void onStart(EndpointContext context) throws Exception {
            super.onStart(context);
            context.finish("done already");
          }
        };
    call.connect(brief);

    assertEquals(List.of("onStart", "onEnd", "close"), brief.told);
    assertEquals(List.of(Outcome.done("done already")), call.ended);
  }

  @Test
  void thePeerIsExchangedInPlaceAndNothingTheCallerSaysIsLost() {
    call.connect(endpoint);
    call.say(1);
    endpoint.context.finish("to the next");
    call.say(2);
    call.time.runReady();
    call.say(3);
    FakeEndpoint next = new FakeEndpoint();
    call.connect(next);
    call.say(4);

    assertEquals(160, endpoint.heard.size());
    byte[] expected = new byte[480];
    System.arraycopy(call.frame(2), 0, expected, 0, 160);
    System.arraycopy(call.frame(3), 0, expected, 160, 160);
    System.arraycopy(call.frame(4), 0, expected, 320, 160);
    assertArrayEquals(expected, next.heard.toByteArray());
  }

  @Test
  void theListenerMayConnectTheNextPeer() {
    List<FakeEndpoint> peers = new ArrayList<>();
    MediaStream[] stream = new MediaStream[1];
    Pacer pacer = new Pacer(call.time);
    FakeCarrier carrier = new FakeCarrier(call.format, call.time);
    EndpointFactory factory =
        context -> {
          peers.add(new FakeEndpoint());
          return peers.get(peers.size() - 1);
        };
    stream[0] =
        new MediaStream(
            "call chain",
            call.format,
            call.format,
            carrier,
            carrier,
            pacer,
            call.time,
            StreamFixture.BOUNDS,
            (outcome, broken) -> {
              if (peers.size() < 3) {
                stream[0].connect(factory, StreamFixture.CONTEXT);
              }
            });
    stream[0].connect(factory, StreamFixture.CONTEXT);
    call.time.runReady();
    for (int i = 0; i < 3; i++) {
      peers.get(i).context.finish("next");
      call.time.runReady();
    }

    for (FakeEndpoint peer : peers) {
      assertEquals(List.of("onStart", "onEnd", "close"), peer.told);
    }
    assertEquals(3, peers.size());
  }

  @Test
  void aSecondPeerBesideTheFirstIsRefused() {
    call.connect(endpoint);
    assertThrows(IllegalStateException.class, () -> call.connect(new FakeEndpoint()));
  }

  @Test
  void aConnectOnAnEndedStreamIsOverAsFailed() {
    call.stream.end("the socket was lost");
    call.connect(endpoint);

    assertEquals(List.of(), endpoint.told);
    assertEquals(List.of(Outcome.failed("the socket was lost")), call.ended);
  }

  @Test
  void keysPressedBeforeThePeerIsThereAreKept() {
    call.stream.digit('1');
    call.stream.digit('#');
    call.connect(endpoint);
    call.stream.digit('3');
    call.time.runReady();

    assertEquals(List.of("onStart", "onDigit 1", "onDigit #", "onDigit 3"), endpoint.told);
  }

  @Test
  void ofKeysNobodyTakesOnlySomeAreKept() {
    for (int i = 0; i < 1000; i++) {
      call.stream.digit('1');
    }
    call.connect(endpoint);

    assertEquals(1 + 32, endpoint.told.size());
  }

  @Test
  void anEndedStreamSendsNothingMore() {
    call.connect(endpoint);
    endpoint.context.item("a").send(call.audio(1, 1000));
    call.advanceMs(100);
    int messages = call.carrier.messages().size();
    call.stream.end("the caller hung up");
    call.advanceMs(1000);

    assertEquals(messages, call.carrier.messages().size());
  }

  @Test
  void aSlowOnAudioIsCounted() {
    FakeEndpoint slow =
        new FakeEndpoint() {
          @Override
          public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
            super.onAudio(context, frame);
            wait(context, told.size() % 2 == 0 ? 6 : 5);
          }

          private void wait(EndpointContext context, int ms) throws InterruptedException {
            assertThrows(
                TimeoutException.class,
                () -> context.timekeeper().await(new CompletableFuture<>(), Duration.ofMillis(ms)));
          }
        };
    call.connect(slow);
    for (int i = 0; i < 6; i++) {
      call.say(i);
    }

    assertEquals(3, call.stream.counters().slowCallbacks());
  }

  private void provoke() {
    call.connect(endpoint);
    if (endpoint.context != null) {
      PlayItem item = endpoint.context.item("a");
      item.send(call.frame(1));
      item.end();
    }
    call.say(1);
    call.stream.digit('1');
    call.advanceMs(100);
    call.say(2);
    call.time.runReady();
  }

  private static double ms(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
