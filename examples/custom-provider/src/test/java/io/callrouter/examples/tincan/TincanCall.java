package io.callrouter.examples.tincan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.CallParts;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.Transport;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call as Tincan does it: asks what to do, does that, and asks again. */
final class TincanCall extends CallParts implements Runnable {
  private static final Duration LONGEST_CALL = Duration.ofHours(4);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);
  private static final int NORMAL_CLOSE = 1000;

  /** What the call is doing, as far as waiting for the caller goes. */
  enum Phase {
    /** Goes on by itself. */
    WORKING,
    /** Media flows. */
    STREAMING,
    /** The carrier hangs, as the test asked for. */
    HANGING,
    /** Over. */
    OVER
  }

  private final URI webhook;
  private final TincanRequests requests;
  private final AtomicInteger events = new AtomicInteger();
  private final CompletableFuture<@Nullable Void> hungUp = new CompletableFuture<>();
  private volatile Phase phase = Phase.WORKING;
  private volatile CompletableFuture<?> awaited = new CompletableFuture<>();
  private boolean answered; // used by the call's own thread

  TincanCall(
      String carrierId,
      CallPlan plan,
      URI webhook,
      TincanRequests requests,
      Supplier<Transport> transport,
      Timekeeper timekeeper) {
    super(carrierId, plan, requests, transport, timekeeper);
    this.webhook = webhook;
    this.requests = requests;
  }

  /** The call is over, for that reason. */
  private static final class CallOver extends Exception {
    private static final long serialVersionUID = 1L;

    CallOver(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  @Override
  public void run() {
    String reason;
    try {
      reason = converse();
    } catch (CallOver over) {
      reason = over.reason();
    } catch (InterruptedException e) {
      reason = "failed";
    }
    log().add(Kind.ENDED, reason);
    tell("ended", Map.of("reason", reason));
    phase = Phase.OVER;
  }

  private String converse() throws CallOver, InterruptedException {
    String[] words =
        ask(Delivery.Kind.ARRIVAL, "incoming", Map.of("from", plan().from(), "to", plan().to()));
    while (words[1].equals("connect")) {
      answer();
      String reason = carry(URI.create(words[2]));
      words = ask(Delivery.Kind.QUESTION, "done", Map.of("step", words[0], "reason", reason));
    }
    if (words[1].equals("hangup")) {
      return "hung-up";
    }
    if (words[1].equals("reject") && !answered) {
      return "rejected";
    }
    throw fault("cannot do now: " + String.join(" ", words));
  }

  private void answer() {
    if (!answered) {
      answered = true;
      log().add(Kind.ANSWERED, "");
      tell("answered", Map.of());
    }
  }

  /** The words of the answer: a step, a verb, and what that needs. */
  private String[] ask(Delivery.Kind kind, String event, Map<String, String> fields)
      throws CallOver, InterruptedException {
    CompletableFuture<WebResponse> answer = send(kind, event, fields).toCompletableFuture();
    if (!waitFor(answer, LONGEST_ANSWER, Phase.WORKING)) {
      throw fault("no answer to " + event + " within " + LONGEST_ANSWER);
    }
    try {
      WebResponse response = answer.join();
      String[] words = response.text().strip().split(" ", -1);
      if (response.status() != 200 || words.length < 2) {
        throw fault(event + " got HTTP " + response.status() + " " + response.text());
      }
      log().add(Kind.VERB, words[1]);
      return words;
    } catch (CompletionException e) {
      throw fault(event + ": " + e.getCause());
    }
  }

  private CallOver fault(String text) {
    log().alert(Alert.Level.ERROR, 0, text);
    return new CallOver("failed");
  }

  /** Nobody waits for the answer. */
  private void tell(String event, Map<String, String> fields) {
    send(Delivery.Kind.EVENT, event, fields)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null || answer.status() / 100 != 2) {
                log().alert(Alert.Level.WARNING, 0, event + ": " + answer + " " + failure);
              }
            });
  }

  private CompletionStage<WebResponse> send(
      Delivery.Kind kind, String event, Map<String, String> fields) {
    ObjectNode body = new ObjectNode(JsonNodeFactory.instance);
    body.put("id", carrierId() + "-" + events.incrementAndGet());
    body.put("event", event);
    body.put("call", carrierId());
    body.put("at", timekeeper().now().toEpochMilli());
    fields.forEach(body::put);
    String text = body.toString();
    return webhooks().send(kind, event, () -> requests.sign(TincanRequests.webhook(webhook, text)));
  }

  /** Carries audio until the socket is closed; says how that came. */
  private String carry(URI url) throws CallOver, InterruptedException {
    if (plan().has(Misbehaviour.SocketNeverOpens.class)) {
      waitFor(new CompletableFuture<>(), LONGEST_CALL, Phase.HANGING);
    }
    MediaLeg leg = new MediaLeg(carrierId(), new TincanDialect(carrierId()), this);
    legs().add(leg);
    MediaConnection connection = open(url, leg);
    if (connection == null) {
      return "no socket";
    }
    leg.connected(connection);
    try {
      if (!plan().has(Misbehaviour.SilentSocket.class)) {
        leg.start();
      }
      waitFor(leg.closed(), LONGEST_CALL, Phase.STREAMING);
      return leg.closed().join().code() == NORMAL_CLOSE ? "closed" : "broken off";
    } finally {
      leg.stop();
    }
  }

  private @Nullable MediaConnection open(URI url, MediaLeg leg)
      throws CallOver, InterruptedException {
    Duration begun = clock().now();
    CompletionStage<MediaConnection> stage = webhooks().connect(TincanRequests.handshake(url), leg);
    CompletableFuture<MediaConnection> opening = stage.toCompletableFuture();
    try {
      if (waitFor(opening, LONGEST_ANSWER, Phase.WORKING)) {
        MediaConnection connection = opening.join();
        log().add(Kind.SOCKET_OPEN, begun, "");
        return connection;
      }
    } catch (CompletionException e) {
      log().alert(Alert.Level.ERROR, 0, "no media socket: " + e.getCause());
    } catch (CallOver over) {
      stage.thenAccept(connection -> connection.close(NORMAL_CLOSE, ""));
      throw over;
    }
    return null;
  }

  void hangUp() {
    if (phase() != Phase.OVER && !hungUp.isDone()) {
      log().add(Kind.HANG_UP, "");
      hungUp.complete(null);
    }
  }

  Phase phase() {
    Phase now = phase;
    boolean goesOn = hungUp.isDone() || awaited.isDone();
    return goesOn && now != Phase.OVER ? Phase.WORKING : now;
  }

  /**
   * Waits for a future, but no longer than that.
   *
   * @return whether the future is complete, even if by a failure
   * @throws CallOver if the caller hangs up first
   */
  private boolean waitFor(CompletableFuture<?> future, Duration atMost, Phase meanwhile)
      throws CallOver, InterruptedException {
    awaited = future;
    phase = meanwhile;
    try {
      timekeeper()
          .await(
              CompletableFuture.anyOf(future, hungUp).handle((result, failure) -> meanwhile),
              atMost);
    } catch (TimeoutException e) {
      return future.isDone();
    } finally {
      phase = Phase.WORKING;
    }
    if (hungUp.isDone()) {
      throw new CallOver(answered ? "hung-up" : "canceled");
    }
    return true;
  }
}
