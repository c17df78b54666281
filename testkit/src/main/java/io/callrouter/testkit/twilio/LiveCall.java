package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.Keypad;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call as the carrier does it: asks the application what to do, does that verb by verb, and
 * asks again.
 *
 * <p>{@link #run} has a thread of its own, on which all verbs are performed; the caller's acts come
 * from other threads.
 */
final class LiveCall implements Runnable {
  static final String COMPLETED = "completed";

  private static final Duration LONGEST = Duration.ofHours(4);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
  private static final Say APOLOGY = new Say("An application error has occurred. Goodbye.", 1);

  /** What the call is doing, as far as waiting for the caller goes. */
  enum Phase {
    /** Goes on by itself. */
    WORKING,
    /** Waits for what only the test can bring: a key, a word, something the far end does. */
    AWAITING_TEST,
    /** Media flows. */
    STREAMING,
    /** The carrier hangs, as the test asked for. */
    HANGING,
    /** Over. */
    OVER
  }

  /**
   * What the call is doing until a future is complete.
   *
   * @param until not complete while the call really waits; it is going on as soon as it is
   */
  private record Doing(Phase phase, CompletableFuture<?> until) {
    static Doing lasting(Phase phase) {
      return new Doing(phase, new CompletableFuture<>());
    }
  }

  private final CallContext context;
  private final TapLegs taps;
  private final CompletableFuture<@Nullable Void> hungUp = new CompletableFuture<>();
  private volatile Doing doing = Doing.lasting(Phase.WORKING);
  private volatile @Nullable Duration answeredAt;

  LiveCall(CallContext context) {
    this.context = context;
    this.taps = new TapLegs(context);
  }

  @Override
  public void run() {
    try {
      converse();
    } catch (CallOver over) {
      end(over);
    } catch (InterruptedException e) {
      end(new CallOver("failed"));
    }
  }

  private void converse() throws CallOver, InterruptedException {
    try {
      List<Verb> verbs =
          ask(
              TwilioWebhook.CALL,
              new NextDocument(context.options().method(), context.addresses().voice(), Map.of()));
      tell("initiated");
      tell("ringing");
      for (NextDocument next = perform(verbs); next != null; next = perform(verbs)) {
        verbs = ask(TwilioWebhook.ACTION, next);
      }
    } catch (TwimlFault fault) {
      context.log().alert(Alert.Level.ERROR, fault.code(), String.valueOf(fault.getMessage()));
      APOLOGY.perform(this);
    }
    throw new CallOver(COMPLETED);
  }

  private @Nullable NextDocument perform(List<Verb> verbs) throws CallOver, InterruptedException {
    for (Verb verb : verbs) {
      context.twiml().verb(verb);
      NextDocument next = verb.perform(this);
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  private List<Verb> ask(TwilioWebhook kind, NextDocument document)
      throws CallOver, TwimlFault, InterruptedException {
    CompletableFuture<WebResponse> answer = send(kind, document).toCompletableFuture();
    try {
      if (!waitFor(answer, LONGEST_ANSWER)) {
        throw new TwimlFault(TwimlFault.HTTP_RETRIEVAL, "no answer within 15 s");
      }
      WebResponse twiml = answer.join();
      context.twiml().document(new String(twiml.body(), StandardCharsets.UTF_8));
      return new TwimlParser(document.url()).parse(twiml);
    } catch (CompletionException e) {
      throw new TwimlFault(TwimlFault.HTTP_CONNECTION, String.valueOf(e.getCause()));
    }
  }

  private CompletionStage<WebResponse> send(TwilioWebhook kind, NextDocument document) {
    Map<String, String> parameters = context.parameters();
    parameters.putAll(document.parameters());
    return context.web().send(kind, document.method(), document.url(), parameters);
  }

  private void end(CallOver over) {
    context.setStatus(over.status());
    context.log().add(Kind.ENDED, over.status());
    taps.stopAll();
    NextDocument question = over.lastQuestion();
    if (question != null) {
      send(TwilioWebhook.ACTION, question);
    }
    Duration answered = answeredAt;
    Map<String, String> parameters = context.parameters();
    if (answered != null) {
      CallParameters.addDuration(parameters, context.clock().now().minus(answered));
    }
    context.callbacks().call(parameters);
    doing = Doing.lasting(Phase.OVER);
  }

  /** A callback that the application only gets if the number is set so. */
  private void tell(String status) {
    if (context.options().allStatusCallbacks()) {
      Map<String, String> parameters = context.parameters();
      parameters.put("CallStatus", status);
      context.callbacks().call(parameters);
    }
  }

  /** The caller hangs up. */
  void hangUp() {
    if (phase() != Phase.OVER && !hungUp.isDone()) {
      context.log().add(Kind.HANG_UP, "");
      hungUp.complete(null);
    }
  }

  Phase phase() {
    Doing now = doing;
    boolean goesOn = hungUp.isDone() || now.until().isDone();
    return goesOn && now.phase() != Phase.OVER ? Phase.WORKING : now.phase();
  }

  TapLegs taps() {
    return taps;
  }

  CallContext context() {
    return context;
  }

  CallOptions options() {
    return context.options();
  }

  Keypad keypad() {
    return context.keypad();
  }

  Duration now() {
    return context.clock().now();
  }

  /** Answers the call, unless that was done before. */
  void answer() {
    if (answeredAt == null) {
      answeredAt = context.clock().now();
      context.setStatus("in-progress");
      context.log().add(Kind.ANSWERED, "");
      tell("in-progress");
    }
  }

  void heardSpeech(String text) {
    if (!text.isEmpty()) {
      context.log().speech(text);
    }
  }

  /** Waits for a key; null if none is pressed in time. */
  @Nullable Character nextKey(Duration timeout) throws CallOver, InterruptedException {
    waitFor(context.keypad().pressed(), timeout);
    return context.takeKey();
  }

  boolean hasHungUp() {
    return hungUp.isDone();
  }

  /** Carries audio over a media socket until that is closed. */
  void carry(Connect.Stream stream) throws CallOver, InterruptedException {
    if (context.plan().has(Misbehaviour.SocketNeverOpens.class)) {
      context.log().misbehaved(new Misbehaviour.SocketNeverOpens());
      hang();
    }
    new MediaSession(stream, context.nextLeg(stream.parameters()), context, this).run();
  }

  /** Lets the media flow until its socket is closed, or the call has been as long as one may be. */
  MediaLeg.Closing awaitEnd(MediaLeg leg) throws CallOver, InterruptedException {
    if (!waitFor(leg.closed(), LONGEST, Phase.STREAMING)) {
      throw new CallOver(COMPLETED);
    }
    return leg.closed().join();
  }

  /** Does nothing any more until the caller hangs up. */
  void hang() throws CallOver, InterruptedException {
    waitFor(new CompletableFuture<>(), LONGEST, Phase.HANGING);
    throw new CallOver(COMPLETED);
  }

  /**
   * Waits for a future, but no longer than that.
   *
   * @return whether the future is complete, even if by a failure
   * @throws CallOver if the caller hangs up first
   */
  boolean waitFor(CompletableFuture<?> future, Duration atMost)
      throws CallOver, InterruptedException {
    return waitFor(future, atMost, Phase.WORKING);
  }

  /**
   * Waits for a future that only the test can complete; while it is not complete the call is idle,
   * which is where {@link TwilioCaller#untilIdle()} stops.
   *
   * @return whether the future is complete, even if by a failure
   * @throws CallOver if the caller hangs up first
   */
  boolean waitForTest(CompletableFuture<?> future, Duration atMost)
      throws CallOver, InterruptedException {
    return waitFor(future, atMost, Phase.AWAITING_TEST);
  }

  private boolean waitFor(CompletableFuture<?> future, Duration atMost, Phase meanwhile)
      throws CallOver, InterruptedException {
    doing = new Doing(meanwhile, future);
    try {
      context
          .timekeeper()
          .await(
              CompletableFuture.anyOf(future, hungUp).handle((result, failure) -> meanwhile),
              atMost);
    } catch (TimeoutException e) {
      return future.isDone();
    } finally {
      doing = Doing.lasting(Phase.WORKING);
    }
    if (hungUp.isDone()) {
      throw new CallOver(answeredAt == null ? "canceled" : COMPLETED);
    }
    return true;
  }
}
