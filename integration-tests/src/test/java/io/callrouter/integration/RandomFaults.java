package io.callrouter.integration;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.RestFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** What goes wrong at a carrier, drawn from a seed. */
final class RandomFaults {
  /** The first webhook is never lost: a call of which nobody told the router is none. */
  private static final List<Function<Random, Misbehaviour>> IN_A_CALL =
      List.of(
          chance -> new Misbehaviour.DisturbedWebhooks(chance.nextLong()),
          chance -> new Misbehaviour.RepeatedWebhook(webhook(chance), upTo(chance, 8000)),
          chance -> new Misbehaviour.LateWebhook(webhook(chance), upTo(chance, 5000)),
          chance -> new Misbehaviour.LostWebhook(1 + webhook(chance)),
          chance -> new Misbehaviour.ReorderedWebhooks(order(chance), upTo(chance, 4000)),
          chance -> new Misbehaviour.ForgedWebhook(webhook(chance)),
          chance -> new Misbehaviour.GarbledWebhook(webhook(chance)),
          chance -> new Misbehaviour.UnknownInWebhook(webhook(chance)),
          chance -> new Misbehaviour.SocketNeverOpens(),
          chance -> new Misbehaviour.SilentSocket(),
          chance -> new Misbehaviour.CutInMidMessage(upTo(chance, 5000)),
          chance -> new Misbehaviour.SlowReader(upTo(chance, 100)),
          chance -> new Misbehaviour.JitteryMedia(chance.nextLong(), upTo(chance, 300)),
          chance -> new Misbehaviour.MissingMedia(chance.nextLong(), chance.nextDouble() / 2),
          chance -> new Misbehaviour.DisorderedMedia(chance.nextLong(), chance.nextDouble() / 2),
          chance -> new Misbehaviour.UnknownOnSocket(),
          chance -> new Misbehaviour.StopWithoutClose(),
          chance -> new Misbehaviour.CloseWithoutStop());

  private static final List<Function<Random, RestFault>> AT_THE_COMMANDS =
      List.of(
          chance -> RestFault.refusesConnection(),
          chance -> RestFault.silentBefore(),
          chance -> RestFault.silentAfter(),
          chance -> RestFault.resetsBefore(),
          chance -> RestFault.resetsAfter(),
          chance -> RestFault.fails(500),
          chance -> RestFault.failsAfter(504),
          chance -> RestFault.rateLimited(Duration.ofSeconds(1 + chance.nextInt(3))),
          chance -> RestFault.rateLimitedWithRetryAfter(Duration.ofSeconds(chance.nextInt(3))),
          chance -> RestFault.garbage(),
          chance -> RestFault.slowBody(upTo(chance, 6000)));

  private RandomFaults() {}

  /** Up to three of them, for one call. */
  static List<Misbehaviour> inACall(Random chance) {
    List<Misbehaviour> all = new ArrayList<>();
    for (int left = chance.nextInt(4); left > 0; left--) {
      all.add(one(IN_A_CALL, chance).apply(chance));
    }
    return all;
  }

  /** One of them, for one request. */
  static RestFault ofACommand(Random chance) {
    return one(AT_THE_COMMANDS, chance).apply(chance);
  }

  static <T> T one(List<T> all, Random chance) {
    return all.get(chance.nextInt(all.size()));
  }

  static Duration upTo(Random chance, int ms) {
    return Duration.ofMillis(chance.nextInt(ms + 1));
  }

  private static int webhook(Random chance) {
    return 1 + chance.nextInt(8);
  }

  private static List<Integer> order(Random chance) {
    List<Integer> order = new ArrayList<>(List.of(2, 3, 4, 5, 6));
    Collections.shuffle(order, chance);
    return order;
  }
}
