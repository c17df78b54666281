/** No ear hears this as another pitch: 0.5 % are 9 cents. */
const MOST = 0.005;

/** Corrects an excess within 10 s. Of 300 ppm, a bad pair of clocks, 3 ms of excess remain. */
const PER_MS = 1e-4;

/**
 * By how much faster than its nominal rate a buffer must be emptied, as a fraction.
 *
 * @param {number} excessMs audio that the buffer holds beyond what it should, in ms
 */
export function trimFor(excessMs) {
  return Math.max(-MOST, Math.min(MOST, excessMs * PER_MS));
}
