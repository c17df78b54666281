package io.callrouter.integration;

import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A call of which a seed says whom it reaches, what its caller does, and what goes wrong in it. */
final class RandomCall {
  /** By then every caller has done what he does. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  static final String FAR_END = "+14155550122";

  private static final List<Consumer<CallSetup>> FAR_ENDS =
      List.of(
          call -> call.busy(FAR_END),
          call -> call.noAnswer(FAR_END),
          call -> call.declines(FAR_END),
          call -> call.fails(FAR_END),
          call -> call.answers(FAR_END),
          call -> call.answers(FAR_END, Duration.ofSeconds(5)));

  private static final List<Consumer<SimulatedCaller>> DEEDS =
      List.of(
          caller -> caller.press("1"),
          caller -> caller.press("2#"),
          caller -> caller.speak(Tones.samples(1500)),
          SimulatedCaller::cutMedia,
          SimulatedCaller::hangUp);

  private final SimulatedCaller caller;
  private final List<Deed> deeds = new ArrayList<>();
  private final String description;

  /** Something the caller does, and when. */
  record Deed(Duration at, Runnable what) {}

  RandomCall(SimulatedCarrier carrier, long seed, List<String> numbers) {
    Random chance = new Random(seed);
    String number = RandomFaults.one(numbers, chance);
    CallSetup setup = carrier.from("+14155550177").to(number);
    RandomFaults.one(FAR_ENDS, chance).accept(setup);
    List<Misbehaviour> faults = RandomFaults.inACall(chance);
    faults.forEach(fault -> misbehave(setup, fault));
    description = number + " with seed " + seed + " and " + faults;
    caller = setup.start();
    for (int left = chance.nextInt(5); left > 0; left--) {
      Consumer<SimulatedCaller> deed = RandomFaults.one(DEEDS, chance);
      Duration at = RandomFaults.upTo(chance, (int) LONGEST.toMillis());
      deeds.add(new Deed(at, () -> deed.accept(caller)));
    }
  }

  private static void misbehave(CallSetup setup, Misbehaviour fault) {
    try {
      setup.misbehaving(fault);
    } catch (UnsupportedMisbehaviourException e) {
      return; // The carrier's protocol rules it out: so much less goes wrong.
    }
  }

  List<Deed> deeds() {
    return deeds;
  }

  SimulatedCaller caller() {
    return caller;
  }

  /** What is needed to play it once more, beside its carrier. */
  @Override
  public String toString() {
    return "call " + caller.carrierId() + " to " + description;
  }
}
