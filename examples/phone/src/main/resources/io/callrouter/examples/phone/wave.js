/** What one point of a waveform stands for. */
const POINT_MS = 10;

/** A minute; doubled as often as it takes. */
const FIRST_POINTS = 6000;

const FULL_SCALE = 32768;

/** The outline of what was said or heard in a call: the lowest and highest sample of each 10 ms. */
export class Wave {
  #low = new Float32Array(FIRST_POINTS);
  #high = new Float32Array(FIRST_POINTS);

  /** The outline of the part last asked for. */
  low = 0;
  high = 0;

  /** Takes samples at 8 kHz, the first of which is at that time of the call. */
  add(atMs, samples) {
    const perPoint = POINT_MS * 8;
    let point = Math.max(0, Math.round(atMs / POINT_MS));
    for (let from = 0; from < samples.length; from += perPoint) {
      this.#grow(point);
      let low = 0;
      let high = 0;
      for (let i = from; i < Math.min(from + perPoint, samples.length); i++) {
        low = Math.min(low, samples[i]);
        high = Math.max(high, samples[i]);
      }
      this.#low[point] = low / FULL_SCALE;
      this.#high[point] = high / FULL_SCALE;
      point++;
    }
  }

  /** Sets `low` and `high` to the outline from one time of the call to another. */
  look(fromMs, toMs) {
    this.low = 0;
    this.high = 0;
    const first = Math.max(0, Math.floor(fromMs / POINT_MS));
    const last = Math.min(this.#low.length, Math.max(first + 1, Math.floor(toMs / POINT_MS)));
    for (let point = first; point < last; point++) {
      this.low = Math.min(this.low, this.#low[point]);
      this.high = Math.max(this.high, this.#high[point]);
    }
  }

  #grow(point) {
    if (point >= this.#low.length) {
      const size = 2 * Math.max(this.#low.length, point);
      this.#low = larger(this.#low, size);
      this.#high = larger(this.#high, size);
    }
  }
}

function larger(points, size) {
  const grown = new Float32Array(size);
  grown.set(points);
  return grown;
}
