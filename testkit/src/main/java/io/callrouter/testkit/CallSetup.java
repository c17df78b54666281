package io.callrouter.testkit;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Describes a call before it is placed, whom it can reach, and how the carrier misbehaves during
 * it.
 *
 * <p>The address of a far end is a number or a SIP URI, or what else the carrier can dial. For use
 * by one thread.
 *
 * @since 0.1
 */
public interface CallSetup {
  /** Calls that number; must be said. */
  CallSetup to(String number);

  /**
   * Has the carrier misbehave; several misbehaviours add up.
   *
   * @throws UnsupportedMisbehaviourException if the carrier's protocol has no such thing
   */
  CallSetup misbehaving(Misbehaviour how);

  /**
   * Delays webhooks that nobody waits for and repeats requests by chance, so that they come in any
   * order; each comes at most 1.5 s after its time.
   *
   * @param seed the same seed makes the same chances
   */
  default CallSetup disturbed(long seed) {
    return misbehaving(new Misbehaviour.DisturbedWebhooks(seed));
  }

  /**
   * That far end is busy when a dial reaches for it. Of none about which nothing is said it is
   * known what it does: it rings until the test says more by {@link SimulatedCaller#farEnd}.
   */
  CallSetup busy(String address);

  /** That far end rings, and nobody answers. */
  CallSetup noAnswer(String address);

  /** That far end refuses after 2 s of ringing. */
  CallSetup declines(String address);

  /** That far end cannot be reached: there is no such number. */
  CallSetup fails(String address);

  /** That far end answers after 2 s of ringing, and talks until the test lets it hang up. */
  CallSetup answers(String address);

  /** That far end answers after 2 s of ringing, and hangs up when it has talked for so long. */
  CallSetup answers(String address, Duration talks);

  /**
   * Is told what happens as it happens.
   *
   * @param listener called on whatever thread it happens on; must not block
   */
  CallSetup listener(Consumer<TimelineEvent> listener);

  /** Gives the caller a live handset, which is spoken into and listened to while he calls. */
  CallSetup handset(Handset live);

  /**
   * Places the call: its first webhook is on its way. In virtual time nothing happens before the
   * time is turned, by {@link SimulatedCaller#untilIdle()} or the timekeeper itself.
   *
   * @throws IllegalStateException if no number to call was said, or nothing is attached
   */
  SimulatedCaller start();
}
