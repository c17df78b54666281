package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.Misbehaviour;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All requests of one call to the application: sends, repeats and remembers them, and does to them
 * what the test asked for.
 *
 * @since 0.1
 */
public final class Webhooks {
  /** That a repeated webhook had no answer is in no carrier's error dictionary. */
  private static final int NO_CODE = 0;

  private final String carrierId;
  private final Counterfeits counterfeits;
  private final Supplier<Transport> transport;
  private final Timekeeper timekeeper;
  private final Executor executor;
  private final WebhookFaults faults;
  private final CallClock clock;
  private final CallLog log;
  private final AtomicInteger meant = new AtomicInteger();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<Exchange> exchanges = new ArrayList<>();
  private @Nullable Sent last;

  Webhooks(
      String carrierId,
      Counterfeits counterfeits,
      Supplier<Transport> transport,
      Timekeeper timekeeper,
      List<Misbehaviour> misbehaviours,
      CallClock clock,
      CallLog log) {
    this.carrierId = carrierId;
    this.counterfeits = counterfeits;
    this.transport = transport;
    this.timekeeper = timekeeper;
    this.executor = timekeeper.executor("carrier-web");
    this.faults = new WebhookFaults(misbehaviours, timekeeper, log::misbehaved);
    this.clock = clock;
    this.log = log;
  }

  /** What was sent, so that it can be sent again. */
  private record Sent(Delivery.Kind kind, String name, SignedRequest request) {}

  /**
   * Sends a webhook.
   *
   * @param name the carrier's own word for it
   * @param request makes and signs it when it is sent
   * @return the answer; fails with an {@link UncheckedIOException} if there is none, which is a
   *     {@link LostWebhookException} if the test had it lost: it is not sent again then
   */
  public CompletionStage<WebResponse> send(
      Delivery.Kind kind, String name, Supplier<SignedRequest> request) {
    int number = meant.incrementAndGet();
    if (faults.isLost(number)) {
      return CompletableFuture.failedStage(new LostWebhookException(name));
    }
    underWay.incrementAndGet();
    return after(faults.delay(number, kind))
        .thenCompose(unused -> faults.turnOf(number))
        .thenCompose(unused -> deliver(number, new Sent(kind, name, request.get())))
        .whenComplete(
            (answer, failure) -> {
              underWay.decrementAndGet();
              faults.delivered(number);
            });
  }

  /** Sends the last webhook once more, as it was. */
  public CompletionStage<WebResponse> repeatLast() {
    Sent again;
    synchronized (exchanges) {
      again = last;
    }
    if (again == null) {
      throw new IllegalStateException("no webhook was sent yet: let time go on first");
    }
    return deliver(again, true);
  }

  /** Opens a media socket; fails with an {@link UncheckedIOException} if that cannot be done. */
  public CompletionStage<MediaConnection> connect(
      SignedRequest handshake, MediaSocketListener listener) {
    return CompletableFuture.supplyAsync(
        () -> {
          Delivery delivery = delivery(Delivery.Kind.MEDIA, "MEDIA", handshake.url(), false);
          try {
            return transport.get().connect(delivery, handshake, listener);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        executor);
  }

  /** Does something that sends a webhook after that time. */
  public void later(Duration delay, Runnable sending) {
    underWay.incrementAndGet();
    timekeeper.schedule(
        delay,
        () -> {
          sending.run();
          underWay.decrementAndGet();
        });
  }

  /** Whether every webhook was answered, those still to be sent or repeated included. */
  public boolean isIdle() {
    return underWay.get() == 0;
  }

  /** Every request with its answer, in the order of the answers. */
  public List<Exchange> exchanges() {
    synchronized (exchanges) {
      return List.copyOf(exchanges);
    }
  }

  private CompletableFuture<@Nullable Void> after(Duration delay) {
    CompletableFuture<@Nullable Void> due = new CompletableFuture<>();
    if (delay.isZero()) {
      due.complete(null);
    } else {
      timekeeper.schedule(delay, () -> due.complete(null));
    }
    return due;
  }

  private CompletionStage<WebResponse> deliver(int number, Sent webhook) {
    SignedRequest genuine = webhook.request();
    if (faults.isForgedBefore(number)) {
      ignore(deliver(webhook, "forged", counterfeits.forged(genuine)));
    }
    if (faults.isGarbledBefore(number)) {
      ignore(deliver(webhook, "garbled", counterfeits.garbled(genuine)));
    }
    SignedRequest unknown =
        faults.hasUnknownFields(number) ? counterfeits.unknownEvent(genuine) : null;
    if (unknown != null) {
      ignore(deliver(webhook, "unknown", unknown));
    }
    Sent sent =
        faults.hasUnknownFields(number)
            ? new Sent(webhook.kind(), webhook.name(), counterfeits.withUnknownFields(genuine))
            : webhook;
    synchronized (exchanges) {
      last = sent;
    }
    CompletionStage<WebResponse> answer = deliver(sent, false);
    for (Duration again : faults.repetitions(number)) {
      later(again, () -> deliver(sent, true).whenComplete(this::noteLost));
    }
    return answer;
  }

  private CompletionStage<WebResponse> deliver(Sent webhook, boolean repeated) {
    underWay.incrementAndGet();
    return CompletableFuture.supplyAsync(
            () -> {
              Delivery delivery =
                  delivery(webhook.kind(), webhook.name(), webhook.request().url(), repeated);
              String what = webhook.name() + (repeated ? " again" : "");
              WebResponse answer = exchange(delivery, what, webhook.request());
              synchronized (exchanges) {
                exchanges.add(new Exchange(delivery, webhook.request().toWebRequest(), answer));
              }
              return answer;
            },
            executor)
        .whenComplete((answer, failure) -> underWay.decrementAndGet());
  }

  /** A counterfeit goes out beside the call's own requests and is no part of its exchanges. */
  private CompletionStage<WebResponse> deliver(Sent webhook, String how, SignedRequest request) {
    underWay.incrementAndGet();
    return CompletableFuture.supplyAsync(
            () -> {
              Delivery delivery = delivery(webhook.kind(), webhook.name(), request.url(), true);
              return exchange(delivery, webhook.name() + " " + how, request);
            },
            executor)
        .whenComplete((answer, failure) -> underWay.decrementAndGet());
  }

  private void ignore(CompletionStage<WebResponse> answer) {
    answer.whenComplete(this::noteLost);
  }

  private void noteLost(@Nullable WebResponse answer, @Nullable Throwable failure) {
    if (failure != null) {
      log.alert(Alert.Level.WARNING, NO_CODE, "repeated: " + failure);
    }
  }

  private WebResponse exchange(Delivery delivery, String what, SignedRequest request) {
    Duration begun = clock.now();
    log.add(Kind.WEBHOOK, what + ": " + request.method() + " " + request.url().getRawPath());
    try {
      WebResponse answer = transport.get().exchange(delivery, request);
      log.add(Kind.ANSWER, begun, what + ": " + answer.status());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Delivery delivery(Delivery.Kind kind, String name, URI url, boolean repeated) {
    return new Delivery(kind, name, carrierId, url, deliveries.incrementAndGet(), repeated);
  }
}
