package io.callrouter.integration;

import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A call of which a seed says whom it reaches, what its caller and the host do, and what goes wrong
 * in it. Its number says what goes wrong at least, so that everything has its turn.
 */
final class RandomCall {
  /** By then every caller has done what he does. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final int LATEST_START_MS = 5000;
  private static final int LATEST_DEED_MS = 15_000;

  /** By then a call that has media has them, and for some seconds more. */
  private static final int MEDIA_MS = 4000;

  /** How many more troubles a call has beside its first. */
  private static final List<Integer> MORE_TROUBLES = List.of(0, 2, 3, 3, 4, 4, 4, 5, 5);

  private static final List<BiConsumer<CallSetup, String>> FAR_ENDS =
      List.of(
          (call, address) -> call.busy(address),
          (call, address) -> call.noAnswer(address),
          (call, address) -> call.declines(address),
          (call, address) -> call.fails(address),
          (call, address) -> call.answers(address),
          (call, address) -> call.answers(address, Duration.ofSeconds(5)));

  private final int number;
  private final long seed;
  private final Scenario scenario;
  private final BiConsumer<CallSetup, String> farEnd;
  private final Duration start;
  private final List<Misbehaviour> misbehaviours = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Set<Mischief> mischiefs = EnumSet.noneOf(Mischief.class);
  private final List<Deed> deeds = new ArrayList<>();
  private final Duration whenCommanded;
  private SimulatedCaller caller;

  /** Something the caller does, and when. */
  record Deed(Duration at, CallerDeed what) {}

  /** Something that goes wrong with a request. */
  private record Fault(String operation, RestFault what) {}

  RandomCall(Simulated carrier, long seed, int number) {
    this.number = number;
    this.seed = new SplittableRandom(seed + number).nextLong();
    Random chance = new Random(this.seed);
    List<Troubles.Trouble> troubles = Troubles.of(carrier);
    List<Troubles.Trouble> turns = Troubles.turns(troubles);
    Troubles.Trouble first = turns.get(number % turns.size());
    scenario = Troubles.one(Scenario.fit(first.inMedia()), chance);
    farEnd = Troubles.one(FAR_ENDS, chance);
    start = Troubles.upTo(chance, LATEST_START_MS);
    whenCommanded = start.plus(Troubles.upTo(chance, LATEST_DEED_MS));
    first.befall().accept(this, chance);
    for (int left = Troubles.one(MORE_TROUBLES, chance); left > 0; left--) {
      Troubles.another(troubles, first, chance).befall().accept(this, chance);
    }
  }

  void meets(Misbehaviour how, Random chance) {
    misbehaviours.add(how);
    if (how instanceof Misbehaviour.StopWithoutClose
        || how instanceof Misbehaviour.CloseWithoutStop) {
      deeds.add(new Deed(mediaTime(chance), CallerDeed.HANGS_UP)); // Which the carrier tells so.
    }
  }

  void meets(RestFault how, Random chance) {
    faults.add(new Fault(Troubles.one(scenario.commands(), chance), how));
  }

  void meets(Mischief how, Random chance) {
    mischiefs.add(how);
    if (how == Mischief.DIGIT_THROWS) {
      for (int ms = MEDIA_MS; ms < LATEST_DEED_MS; ms += MEDIA_MS / 2) {
        deeds.add(new Deed(start.plusMillis(ms), CallerDeed.PRESSES_A_KEY));
      }
    }
  }

  void does(CallerDeed deed, Random chance) {
    Duration at =
        deed.isInMedia() ? mediaTime(chance) : start.plus(Troubles.upTo(chance, LATEST_DEED_MS));
    deeds.add(new Deed(at, deed));
  }

  private Duration mediaTime(Random chance) {
    return start.plusMillis(MEDIA_MS).plus(Troubles.upTo(chance, MEDIA_MS));
  }

  void start(SimulatedCarrier carrier, Consumer<TimelineEvent> listener) {
    CallSetup setup = carrier.from(from()).to(scenario.number()).listener(listener);
    farEnd.accept(setup, farEnd(from()));
    misbehaviours.forEach(setup::misbehaving);
    caller = setup.start();
    if (caller instanceof TelnyxCaller telnyx) {
      faults.forEach(fault -> telnyx.next(fault.operation(), fault.what()));
    }
  }

  /** The caller's number, which no other call has. */
  String from() {
    return "+1415556%04d".formatted(number);
  }

  /** Whom he reaches if he is connected on. */
  static String farEnd(String from) {
    return from.replace("+1415556", "+1415557");
  }

  /** The number of the call to which a leg belongs, by the numbers of the leg. */
  static int numberOf(String from, String to) {
    String his = from.startsWith("+1415556") ? from : to;
    return Integer.parseInt(his.substring(his.length() - 4));
  }

  int number() {
    return number;
  }

  Duration start() {
    return start;
  }

  List<Deed> deeds() {
    return deeds;
  }

  /** When the host gives commands, if it does. */
  Duration whenCommanded() {
    return whenCommanded;
  }

  boolean has(Mischief how) {
    return mischiefs.contains(how);
  }

  /** Whether its first webhook may come after later ones. */
  boolean mayBeLate() {
    return misbehaviours.stream()
        .anyMatch(
            how ->
                how instanceof Misbehaviour.LateWebhook
                    || how instanceof Misbehaviour.DisturbedWebhooks
                    || how instanceof Misbehaviour.ReorderedWebhooks);
  }

  boolean hasAny(Set<Mischief> some) {
    return !Collections.disjoint(mischiefs, some);
  }

  SimulatedCaller caller() {
    return caller;
  }

  /** What is needed to play it once more. */
  @Override
  public String toString() {
    return "call "
        + number
        + " ("
        + scenario
        + ", seed "
        + seed
        + ", carrier "
        + misbehaviours
        + faults
        + ", host "
        + mischiefs
        + ", caller "
        + deeds
        + ")";
  }
}
