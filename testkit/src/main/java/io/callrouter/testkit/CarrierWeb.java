package io.callrouter.testkit;

import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All requests of one call: signs, sends, repeats and remembers them. */
final class CarrierWeb {
  private static final String IDEMPOTENCY = "I-Twilio-Idempotency-Token";

  private final String callSid;
  private final TwilioAccount account;
  private final Supplier<Transport> transport;
  private final Timekeeper timekeeper;
  private final Executor executor;
  private final Disturbance disturbance;
  private final CallClock clock;
  private final CallLog log;
  private final AtomicInteger deliveries = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();

  CarrierWeb(
      String callSid,
      TwilioAccount account,
      Supplier<Transport> transport,
      Timekeeper timekeeper,
      Disturbance disturbance,
      CallClock clock,
      CallLog log) {
    this.callSid = callSid;
    this.account = account;
    this.transport = transport;
    this.timekeeper = timekeeper;
    this.executor = timekeeper.executor("twilio-web");
    this.disturbance = disturbance;
    this.clock = clock;
    this.log = log;
  }

  /** What was sent, so that it can be sent again. */
  private record Sent(Delivery.Kind kind, SignedRequest request) {}

  /**
   * Sends a webhook.
   *
   * @return the answer; fails with an {@link UncheckedIOException} if there is none
   */
  CompletionStage<WebResponse> send(
      Delivery.Kind kind, String method, URI url, Map<String, String> parameters) {
    Sent webhook = remember(kind, SignedRequest.of(account, method, url, parameters));
    CompletionStage<WebResponse> answer = deliver(webhook, false);
    Duration again = disturbance.repeatAfter();
    if (again != null) {
      later(again, () -> deliver(webhook, true).whenComplete(this::noteLost));
    }
    return answer;
  }

  /** Does something that sends a webhook after the delay that chance gives it. */
  void disturbed(Runnable sending) {
    Duration delay = disturbance.delay();
    if (delay.isZero()) {
      sending.run();
    } else {
      later(delay, sending);
    }
  }

  /** Sends the last webhook once more, as it was. */
  CompletionStage<WebResponse> repeatLast() {
    Sent last;
    synchronized (sent) {
      if (sent.isEmpty()) {
        throw new IllegalStateException("no webhook was sent yet: let time go on first");
      }
      last = sent.get(sent.size() - 1);
    }
    return deliver(last, true);
  }

  /** Opens a media socket; fails with an {@link UncheckedIOException} if that cannot be done. */
  CompletionStage<MediaConnection> connect(URI url, MediaSocketListener listener) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return transport
                .get()
                .connect(
                    delivery(Delivery.Kind.MEDIA, url, false),
                    SignedRequest.handshake(account, url),
                    listener);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        executor);
  }

  /** Whether every webhook was answered, those still to be sent or repeated included. */
  boolean isIdle() {
    return underWay.get() == 0;
  }

  List<Exchange> exchanges() {
    synchronized (exchanges) {
      return List.copyOf(exchanges);
    }
  }

  private Sent remember(Delivery.Kind kind, SignedRequest request) {
    synchronized (sent) {
      String token = account.idOf("", callSid + " webhook " + sent.size());
      Sent webhook = new Sent(kind, request.with(IDEMPOTENCY, token));
      sent.add(webhook);
      return webhook;
    }
  }

  /** Does something that sends a webhook after that time. */
  void later(Duration delay, Runnable sending) {
    underWay.incrementAndGet();
    timekeeper.schedule(
        delay,
        () -> {
          sending.run();
          underWay.decrementAndGet();
        });
  }

  private CompletionStage<WebResponse> deliver(Sent webhook, boolean repeated) {
    underWay.incrementAndGet();
    return CompletableFuture.supplyAsync(() -> exchange(webhook, repeated), executor)
        .whenComplete((answer, failure) -> underWay.decrementAndGet());
  }

  private void noteLost(@Nullable WebResponse answer, @Nullable Throwable failure) {
    if (failure != null) {
      log.alert(Alert.Level.WARNING, TwimlFault.HTTP_CONNECTION, "repeated: " + failure);
    }
  }

  private WebResponse exchange(Sent webhook, boolean repeated) {
    SignedRequest request = webhook.request();
    Delivery delivery = delivery(webhook.kind(), request.url(), repeated);
    String what = delivery.kind() + (repeated ? " again" : "");
    Duration begun = clock.now();
    log.add(Kind.WEBHOOK, what + ": " + request.method() + " " + request.url().getRawPath());
    try {
      WebResponse answer = transport.get().exchange(delivery, request);
      synchronized (exchanges) {
        exchanges.add(new Exchange(delivery, request.toWebRequest(), answer));
      }
      log.add(Kind.ANSWER, begun, what + ": " + answer.status());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Delivery delivery(Delivery.Kind kind, URI url, boolean repeated) {
    return new Delivery(kind, callSid, url, deliveries.incrementAndGet(), repeated);
  }
}
