/** Samples at the line's rate over which sound comes and goes, 5 ms: a shorter one is a click. */
export const FADE_SAMPLES = 40;

/** A straight fade, from 0 to 1, as one without corners, which an ear would hear. */
export function smooth(gain) {
  return gain * gain * (3 - 2 * gain);
}
