package io.callrouter.testkit;

/**
 * Whoever a dial reaches, with the leg that the carrier makes to it. {@link SimulatedCaller#farEnd}
 * gives it once it has been dialled.
 *
 * <p>A far end for which nothing was said before the call rings until the test lets it {@link
 * #answer} or {@link #hangUp}; while only such far ends ring, {@link SimulatedCaller#untilIdle} has
 * nothing to wait for. All methods may be called from any thread; none blocks.
 *
 * @since 0.1
 */
public interface FarEnd {
  /** The carrier's id of the leg. */
  String carrierId();

  /** The number it is shown. */
  String callerId();

  /** The carrier's word for the state of the leg, such as {@code ringing}. */
  String status();

  /**
   * Answers. Of several that are dialled at once the first is joined with the caller, and the legs
   * to the others are canceled.
   *
   * @throws IllegalStateException if it does not ring (any more)
   */
  FarEnd answer();

  /** Hangs up, or refuses the call while it rings; does nothing if the leg is over. */
  FarEnd hangUp();
}
