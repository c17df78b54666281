package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.Dial;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Outcome;
import io.callrouter.call.PendingOutcome;
import io.callrouter.call.Recording;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.call.WaitTimeoutException;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host can do with a live call. */
class CallHandleTest {
  private static final Duration LONG = Duration.ofSeconds(8);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.flow("voicemail", flow -> flow.run(Action.say("for " + flow.attributes())))
                  .route("office", Match.any(), Action.connect("agent")));
  private final Caller caller = new Caller(node, "CA1");

  @BeforeEach
  void arrive() {
    caller.arrives();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Call call() {
    return node.call("CA1");
  }

  /** On a thread of its own, as a host's blocking call. */
  private <T> CompletableFuture<T> meanwhile(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    time.executor("host")
        .execute(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    time.runReady();
    return result;
  }

  private CompletableFuture<Boolean> awaitEnded() {
    return meanwhile(
        () -> {
          call().awaitEnded(LONG);
          return true;
        });
  }

  private CompletableFuture<Boolean> awaitAnswered() {
    return meanwhile(
        () -> {
          call().awaitAnswered(LONG);
          return true;
        });
  }

  private CompletableFuture<Outcome> awaitOutcome(PendingOutcome pending) {
    return meanwhile(() -> pending.await(LONG));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return future.handle((value, thrown) -> thrown).getNow(null);
  }

  @Test
  void aHangUpClosesTheMediaAndIsToldToTheCarrierThatAsks() {
    caller.opensMedia();
    call().hangup();
    time.runReady();

    assertEquals(1000, caller.socket().code());
    assertEquals(1, node.lastEndpoint().closed.get());
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(EndedBy.HOST, node.records.get(0).endedBy());
  }

  @Test
  void aHangUpTheCarrierDoesNotAskAfterEndsTheCallAllTheSame() {
    caller.opensMedia();
    call().hangup();
    time.advance(Duration.ofSeconds(15));

    assertEquals(EndCause.CARRIER_SILENT, node.records.get(0).cause());
  }

  @Test
  void anActionIsRunInsteadAndThenTheCallIsHungUp() {
    caller.opensMedia();
    PendingOutcome pending = call().run(Action.gather("code?").digits(2));
    CompletableFuture<Outcome> outcome = awaitOutcome(pending);

    assertEquals("gather 2", caller.asks(""));
    assertFalse(outcome.isDone());
    assertEquals("hangup", caller.asks("digits=42"));
    time.runReady();
    assertEquals(Outcome.digits("42"), outcome.getNow(null));
  }

  @Test
  void anotherFlowTakesTheCallOver() {
    caller.opensMedia();
    call().follow("voicemail", Map.of("who", "sales"));

    assertEquals("say for {who=sales}", caller.asks(""));
    assertEquals("hangup", caller.asks(""));
  }

  @Test
  void aRequestOfTheFlowThatWasCutGetsWhatIsCurrentAndMovesNothing() {
    caller.opensMedia();
    String old = caller.step();
    call().follow("voicemail");
    caller.asks("");
    String current = caller.step();

    assertEquals("say for {} @" + current, node.ask("/fake/ask/" + old, "carrier=CA1 n=2"));
    assertEquals("hangup", caller.asks(""));
  }

  @Test
  void theLastCommandCounts() {
    caller.opensMedia();
    PendingOutcome pending = call().run(Action.say("first"));
    call().run(Action.say("second"));
    CompletableFuture<Outcome> outcome = awaitOutcome(pending);

    assertInstanceOf(CallEndedException.class, failure(outcome));
    assertEquals("say second", caller.asks(""));
  }

  @Test
  void anActionWhoseCallEndsHasNoOutcome() {
    caller.opensMedia();
    CompletableFuture<Outcome> outcome = awaitOutcome(call().run(Action.say("hello")));
    caller.asks("");
    assertFalse(outcome.isDone());
    caller.tells("ended", "");
    time.runReady();

    assertInstanceOf(CallEndedException.class, failure(outcome));
  }

  @Test
  void anOutcomeThatDoesNotComeInTimeLeavesTheCallAsItIs() {
    caller.opensMedia();
    CompletableFuture<Outcome> outcome = awaitOutcome(call().run(Action.say("hello")));
    caller.asks("");
    time.advance(LONG);

    assertInstanceOf(WaitTimeoutException.class, failure(outcome));
    assertEquals(CallState.ANSWERED, call().state());
  }

  @Test
  void commandsAreRefusedWhileNoMediaIsOpen() {
    assertThrows(UnsupportedCapabilityException.class, () -> call().hangup());
    assertThrows(UnsupportedCapabilityException.class, () -> call().run(Action.hangup()));
    assertThrows(UnsupportedCapabilityException.class, () -> call().follow("voicemail"));
    assertThrows(NotFoundException.class, () -> call().follow("nothing"));
  }

  @Test
  void commandsOnAnEndedCallSaySoButForTheHangUp() {
    caller.opensMedia();
    Call call = call();
    caller.tells("ended", "");
    call.hangup();
    assertThrows(CallEndedException.class, () -> call.run(Action.hangup()));
    assertThrows(CallEndedException.class, () -> call.follow("voicemail"));

    time.advance(Duration.ofHours(26));
    call.hangup();
    assertThrows(CallEndedException.class, () -> call.run(Action.hangup()));
    assertEquals(CallState.ENDED, call.state());
    assertEquals(Set.of(), call.capabilities());
    assertTrue(call.record().isEmpty());
  }

  @Test
  void whatACallCanDoDependsOnItsMedia() {
    assertEquals(Set.of(Capability.LIVE_AUDIO, Capability.TAP), call().capabilities());

    caller.opensMedia();
    assertEquals(
        Set.of(Capability.LIVE_AUDIO, Capability.TAP, Capability.HANGUP, Capability.REDIRECT),
        call().capabilities());

    caller.tells("ended", "");
    assertEquals(Set.of(), call().capabilities());
  }

  @Test
  void waitingForTheAnswerEndsWithIt() {
    CompletableFuture<Boolean> answered = awaitAnswered();
    assertFalse(answered.isDone());
    caller.tells("progress", "state=ANSWERED");
    time.runReady();

    assertTrue(answered.getNow(false));
    assertTrue(awaitAnswered().getNow(false));
  }

  @Test
  void waitingForTheAnswerOfACallThatEndsFailsAtOnce() {
    CompletableFuture<Boolean> answered = awaitAnswered();
    caller.tells("ended", "cause=CANCELED");
    time.runReady();

    assertInstanceOf(CallEndedException.class, failure(answered));
  }

  @Test
  void waitingForTheAnswerHasItsTime() {
    CompletableFuture<Boolean> answered = awaitAnswered();
    time.advance(LONG);

    assertInstanceOf(WaitTimeoutException.class, failure(answered));
  }

  @Test
  void waitingForTheEndEndsWithItAndNotWithTheRecord() {
    CompletableFuture<Boolean> ended = awaitEnded();
    caller.tells("progress", "state=ANSWERED");
    assertFalse(ended.isDone());
    caller.tells("ended", "");
    time.runReady();

    assertTrue(ended.getNow(false));
    assertEquals(0, node.records.size());
  }

  @Test
  void waitingForACallThatIsLongOverEndsAtOnce() {
    Call call = call();
    caller.tells("ended", "");
    time.advance(Duration.ofHours(26));

    CompletableFuture<Boolean> ended =
        meanwhile(
            () -> {
              call.awaitEnded(LONG);
              return true;
            });
    CompletableFuture<Boolean> answered =
        meanwhile(
            () -> {
              call.awaitAnswered(LONG);
              return true;
            });

    assertTrue(ended.getNow(false));
    assertInstanceOf(CallEndedException.class, failure(answered));
    assertEquals(0, node.router.held());
  }

  @Test
  void aRecordingOfTheHostsStandsInTheRecordUntilThatIsClosed() {
    Call call = call();
    Recording first = recording("a.wav");
    call.addRecording(first);
    caller.tells("ended", "");
    Recording second = recording("b.wav");
    call.addRecording(second);
    time.advance(Duration.ofSeconds(2));
    CallEndedException late =
        assertThrows(CallEndedException.class, () -> call.addRecording(recording("c.wav")));

    assertEquals(List.of(first, second), node.records.get(0).recordings());
    assertTrue(late.getMessage().contains("before recording c.wav of 7 s was there"));
    assertTrue(node.events.contains("RECORDING b.wav false"));
    assertEquals(1, node.router.counters().get("recordings.after-record"));
    time.advance(Duration.ofHours(26));
    assertThrows(CallEndedException.class, () -> call.addRecording(first));
  }

  private static Recording recording(String id) {
    return new Recording(id, URI.create("file:///" + id), Instant.EPOCH, Duration.ofSeconds(7));
  }

  @Test
  void dialingIsRefusedByName() {
    UnsupportedCapabilityException thrown =
        assertThrows(
            UnsupportedCapabilityException.class, () -> node.router.dial(Dial.to("+15550188")));
    assertTrue(String.valueOf(thrown.getMessage()).contains("provider fake cannot place calls"));

    assertThrows(
        NotFoundException.class, () -> node.router.dial(Dial.to("+15550188").via("nobody")));
  }
}
