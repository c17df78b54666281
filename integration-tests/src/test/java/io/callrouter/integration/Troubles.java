package io.callrouter.integration;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.telnyx.RestFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** All that can go wrong in a call, by its name. */
final class Troubles {
  /** What a carrier's protocol does not have, and why. */
  private static final Map<Simulated, Map<String, String>> IMPOSSIBLE =
      Map.of(
          Simulated.TWILIO,
          Map.of("DisorderedMedia", "Twilio's stream is one socket, which keeps the order"),
          Simulated.TELNYX,
          Map.of());

  /** The first webhook is never lost: a call of which nobody told the router is none. */
  private static final List<Function<Random, Misbehaviour>> OF_WEBHOOKS =
      List.of(
          chance -> new Misbehaviour.DisturbedWebhooks(chance.nextLong()),
          chance -> new Misbehaviour.RepeatedWebhook(webhook(chance), upTo(chance, 8000)),
          chance -> new Misbehaviour.LateWebhook(webhook(chance), upTo(chance, 5000)),
          chance -> new Misbehaviour.LostWebhook(1 + webhook(chance)),
          chance -> new Misbehaviour.ReorderedWebhooks(order(chance), upTo(chance, 4000)),
          chance -> new Misbehaviour.ForgedWebhook(webhook(chance)),
          chance -> new Misbehaviour.GarbledWebhook(webhook(chance)),
          chance -> new Misbehaviour.UnknownInWebhook(webhook(chance)));

  private static final List<Function<Random, Misbehaviour>> OF_MEDIA =
      List.of(
          chance -> new Misbehaviour.SocketNeverOpens(),
          chance -> new Misbehaviour.SilentSocket(),
          chance -> new Misbehaviour.CutInMidMessage(upTo(chance, 5000)),
          chance -> new Misbehaviour.SlowReader(upTo(chance, 100)),
          chance -> new Misbehaviour.JitteryMedia(chance.nextLong(), upTo(chance, 300)),
          chance -> new Misbehaviour.MissingMedia(chance.nextLong(), share(chance)),
          chance -> new Misbehaviour.DisorderedMedia(chance.nextLong(), share(chance)),
          chance -> new Misbehaviour.UnknownOnSocket(),
          chance -> new Misbehaviour.StopWithoutClose(),
          chance -> new Misbehaviour.CloseWithoutStop());

  private static final List<Function<Random, RestFault>> OF_REQUESTS =
      List.of(
          chance -> RestFault.refusesConnection(),
          chance -> RestFault.silentBefore(),
          chance -> RestFault.silentAfter(),
          chance -> RestFault.resetsBefore(),
          chance -> RestFault.resetsAfter(),
          chance -> RestFault.fails(500 + chance.nextInt(5)),
          chance -> RestFault.failsAfter(500 + chance.nextInt(5)),
          chance -> RestFault.rateLimited(Duration.ofSeconds(1 + chance.nextInt(3))),
          chance -> RestFault.rateLimitedWithRetryAfter(Duration.ofSeconds(chance.nextInt(3))),
          chance -> RestFault.garbage(),
          chance -> RestFault.slowBody(upTo(chance, 6000)));

  private Troubles() {}

  /**
   * One thing that can go wrong.
   *
   * @param inMedia whether only in a call that has media
   * @param befall puts it into a call that is being made up
   */
  record Trouble(String name, boolean inMedia, BiConsumer<RandomCall, Random> befall) {
    /** Whether little else will happen in the call. */
    boolean isLast() {
      return Mischief.OF_FLOWS.stream().anyMatch(mischief -> mischief.title().equals(name));
    }
  }

  /** All there is with a carrier. */
  static List<Trouble> of(Simulated carrier) {
    List<Trouble> all = new ArrayList<>();
    OF_WEBHOOKS.forEach(some -> all.add(misbehaviour(some, false)));
    OF_MEDIA.forEach(some -> all.add(misbehaviour(some, true)));
    all.removeIf(trouble -> IMPOSSIBLE.get(carrier).containsKey(trouble.name()));
    if (carrier == Simulated.TELNYX) {
      OF_REQUESTS.forEach(some -> all.add(fault(some)));
    }
    for (CallerDeed deed : CallerDeed.values()) {
      all.add(
          new Trouble(deed.title(), deed.isInMedia(), (call, chance) -> call.does(deed, chance)));
    }
    for (Mischief mischief : Mischief.values()) {
      all.add(
          new Trouble(
              mischief.title(),
              mischief.isInMedia(),
              (call, chance) -> call.meets(mischief, chance)));
    }
    return all;
  }

  /** The misbehaviours there are, those named here and those that no call will meet. */
  static List<String> unlisted(Simulated carrier) {
    List<String> listed = of(carrier).stream().map(Trouble::name).toList();
    return Arrays.stream(Misbehaviour.class.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .filter(name -> !listed.contains(name))
        .filter(name -> !IMPOSSIBLE.get(carrier).containsKey(name))
        .toList();
  }

  /** What cannot happen with a carrier, and why. */
  static Map<String, String> impossible(Simulated carrier) {
    return new TreeMap<>(IMPOSSIBLE.get(carrier));
  }

  /** Whose turn it is to come first; three times of what other troubles often prevent. */
  static List<Trouble> turns(List<Trouble> all) {
    List<Trouble> prevented =
        all.stream().filter(trouble -> trouble.inMedia() || trouble.isLast()).toList();
    List<Trouble> turns = new ArrayList<>(all);
    turns.addAll(prevented);
    turns.addAll(prevented);
    return turns;
  }

  /** One more; none that ends the call before the media of the first one. */
  static Trouble another(List<Trouble> all, Trouble first, Random chance) {
    Trouble drawn = one(all, chance);
    while (drawn.isLast() && first.inMedia()) {
      drawn = one(all, chance);
    }
    return drawn;
  }

  private static Trouble misbehaviour(Function<Random, Misbehaviour> some, boolean inMedia) {
    return new Trouble(
        nameOf(some.apply(new Random(0)).toString()),
        inMedia,
        (call, chance) -> call.meets(some.apply(chance), chance));
  }

  private static Trouble fault(Function<Random, RestFault> some) {
    return new Trouble(
        nameOf("any: " + some.apply(new Random(0))),
        false,
        (call, chance) -> call.meets(some.apply(chance), chance));
  }

  /** The trouble's name, of what the carrier notes of it. */
  static String nameOf(String noted) {
    int request = noted.indexOf(": ");
    return request < 0
        ? noted.substring(0, noted.indexOf('['))
        : "REST: " + noted.substring(request + 2).replaceAll(" \\d+$", "");
  }

  static <T> T one(List<T> all, Random chance) {
    return all.get(chance.nextInt(all.size()));
  }

  static Duration upTo(Random chance, int ms) {
    return Duration.ofMillis(chance.nextInt(ms + 1));
  }

  /** Early ones more often, since short calls have few. */
  private static int webhook(Random chance) {
    return 1 + chance.nextInt(1 + chance.nextInt(8));
  }

  private static double share(Random chance) {
    return 0.05 + chance.nextDouble() * 0.45;
  }

  private static List<Integer> order(Random chance) {
    List<Integer> order = new ArrayList<>(List.of(2, 3, 4, 5, 6));
    Collections.shuffle(order, chance);
    return order;
  }

  /** For a title of an enum's constant. */
  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
