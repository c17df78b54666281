package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.carrier.FarEndScript;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Finds out whether anything will happen on a leg unless a test does something. Needs the lock. */
final class LegIdleness {
  /** How it is with one of the things that can go on on a leg. */
  private enum Activity {
    /** It does not go on. */
    NONE,
    /** It goes on by itself. */
    WORKS,
    /** It waits for what only the test can bring. */
    WAITS
  }

  private final CallControl control;
  private final BooleanSupplier settled;

  /**
   * Made for the legs of a caller.
   *
   * @param settled whether the caller's record is closed
   */
  LegIdleness(CallControl control, BooleanSupplier settled) {
    this.control = control;
    this.settled = settled;
  }

  /** Of a caller's leg: all legs that were dialled for him count. */
  boolean isIdle(Leg caller) {
    boolean dialled = control.ownedBy(caller).stream().allMatch(LegIdleness::isFarEndIdle);
    boolean told = dialled && caller.events().isIdle();
    return told && (caller.isAlive() ? awaitsTest(caller) : settled.getAsBoolean());
  }

  private boolean awaitsTest(Leg leg) {
    List<Activity> all =
        List.of(sounds(leg), gathers(leg), records(leg), streams(leg), talks(leg), dials(leg));
    boolean waits = all.contains(Activity.WAITS) || leg.isUntouched();
    return waits && !all.contains(Activity.WORKS);
  }

  private static Activity sounds(Leg leg) {
    return leg.audio().isIdle() ? Activity.NONE : Activity.WORKS;
  }

  private static Activity gathers(Leg leg) {
    DigitGather gather = leg.gather();
    return gather == null ? Activity.NONE : waiting(gather.awaitsKeys());
  }

  private static Activity records(Leg leg) {
    LegRecording recording = leg.recording();
    return recording == null ? Activity.NONE : waiting(recording.awaitsCaller());
  }

  private static Activity streams(Leg leg) {
    return leg.stream().isTalkToCome() ? waiting(leg.stream().isQuiet()) : Activity.NONE;
  }

  private static Activity talks(Leg leg) {
    Leg peer = leg.peer();
    return peer == null ? Activity.NONE : waiting(script(peer).talks() == null);
  }

  private Activity dials(Leg leg) {
    boolean rings = control.ownedBy(leg).stream().anyMatch(LegIdleness::rings);
    return rings ? Activity.WAITS : Activity.NONE;
  }

  private static boolean isFarEndIdle(Leg farEnd) {
    boolean still = !farEnd.isAlive() || farEnd.wasAnswered() || rings(farEnd);
    return still && farEnd.events().isIdle();
  }

  private static boolean rings(Leg farEnd) {
    boolean ringing = farEnd.state() == Leg.State.RINGING && farEnd.hasRung();
    return ringing && script(farEnd).isTold();
  }

  private static FarEndScript script(Leg farEnd) {
    return farEnd.parts().plan().scriptOf(farEnd.to());
  }

  private static Activity waiting(boolean waits) {
    return waits ? Activity.WAITS : Activity.WORKS;
  }
}
