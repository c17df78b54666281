package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the webhooks of one call; they are numbered from 1. */
final class WebhookFaults {
  private final List<Misbehaviour> misbehaviours;
  private final Timekeeper timekeeper;
  private final Consumer<Misbehaviour> struck;
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final Map<Integer, CompletableFuture<@Nullable Void>> delivered = new HashMap<>();

  /**
   * The faults among those.
   *
   * @param struck is told of each as it strikes
   */
  WebhookFaults(
      List<Misbehaviour> misbehaviours, Timekeeper timekeeper, Consumer<Misbehaviour> struck) {
    this.misbehaviours = misbehaviours;
    this.timekeeper = timekeeper;
    this.struck = struck;
    of(Misbehaviour.DisturbedWebhooks.class)
        .forEach(chance -> disturbances.add(new Disturbance(chance)));
  }

  boolean isLost(int number) {
    return strikes(of(Misbehaviour.LostWebhook.class), lost -> lost.number() == number);
  }

  boolean isForgedBefore(int number) {
    return strikes(of(Misbehaviour.ForgedWebhook.class), forged -> forged.number() == number);
  }

  boolean isGarbledBefore(int number) {
    return strikes(of(Misbehaviour.GarbledWebhook.class), garbled -> garbled.number() == number);
  }

  boolean hasUnknownFields(int number) {
    return strikes(of(Misbehaviour.UnknownInWebhook.class), unknown -> unknown.number() == number);
  }

  /** How late a webhook is sent. */
  Duration delay(int number, Delivery.Kind kind) {
    Duration delay = Duration.ZERO;
    for (Misbehaviour.LateWebhook late : of(Misbehaviour.LateWebhook.class)) {
      if (late.number() == number) {
        struck.accept(late);
        delay = delay.plus(late.by());
      }
    }
    for (Disturbance chance : kind == Delivery.Kind.EVENT ? disturbances : List.<Disturbance>of()) {
      struck.accept(chance.cause());
      delay = delay.plus(chance.delay());
    }
    return delay;
  }

  /** How long after its time a webhook comes again, once for each. */
  List<Duration> repetitions(int number) {
    List<Duration> all = new ArrayList<>();
    for (Misbehaviour.RepeatedWebhook repeated : of(Misbehaviour.RepeatedWebhook.class)) {
      if (repeated.number() == number) {
        struck.accept(repeated);
        all.add(repeated.after());
      }
    }
    for (Disturbance chance : disturbances) {
      Duration after = chance.repeatAfter();
      if (after != null) {
        struck.accept(chance.cause());
        all.add(after);
      }
    }
    return all;
  }

  /** Is complete when those that are to be delivered before it are, or that takes too long. */
  CompletableFuture<@Nullable Void> turnOf(int number) {
    List<CompletableFuture<@Nullable Void>> turns = new ArrayList<>();
    for (Misbehaviour.ReorderedWebhooks reordered : of(Misbehaviour.ReorderedWebhooks.class)) {
      int position = reordered.order().indexOf(number);
      if (position > 0) {
        CompletableFuture<@Nullable Void> turn =
            afterAll(reordered.order().subList(0, position), reordered.atMost());
        if (!turn.isDone()) {
          struck.accept(reordered);
        }
        turns.add(turn);
      }
    }
    return CompletableFuture.allOf(turns.toArray(CompletableFuture<?>[]::new));
  }

  void delivered(int number) {
    delivery(number).complete(null);
  }

  private CompletableFuture<@Nullable Void> afterAll(List<Integer> numbers, Duration atMost) {
    CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
    CompletionStage<@Nullable Void> all =
        CompletableFuture.allOf(
            numbers.stream().map(this::delivery).toArray(CompletableFuture<?>[]::new));
    all.thenRun(() -> turn.complete(null));
    if (!turn.isDone()) {
      timekeeper.schedule(atMost, () -> turn.complete(null));
    }
    return turn;
  }

  private CompletableFuture<@Nullable Void> delivery(int number) {
    synchronized (delivered) {
      return delivered.computeIfAbsent(number, unused -> new CompletableFuture<>());
    }
  }

  private <M extends Misbehaviour> boolean strikes(List<M> all, Predicate<M> condition) {
    List<M> striking = all.stream().filter(condition).toList();
    striking.forEach(struck);
    return !striking.isEmpty();
  }

  private <M extends Misbehaviour> List<M> of(Class<M> kind) {
    return misbehaviours.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
