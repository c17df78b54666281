/** Telephone audio: samples per second on the line. */
export const LINE_RATE_HZ = 8000;

/** Samples of a frame on the line: 20 ms. */
export const FRAME_SAMPLES = 160;

/** How far the kernel reaches to either side, in samples at the line's rate: 4 ms. */
const REACH = 32;

/** Table steps per sample at the line's rate; between two of them the kernel is a straight line. */
const STEPS = 256;

/** Passes up to 3.4 kHz as a telephone does, and stops by 70 dB from 4 kHz, where aliases begin. */
const CUTOFF_HZ = 3700;
const KAISER_BETA = 6.755;

const KERNEL = windowedSinc();

/** The last samples of a stream, which never ends: where they stand counts from its start. */
export class SampleRing {
  #mask;

  /** @param {number} capacity a power of two */
  constructor(capacity) {
    this.samples = new Float32Array(capacity);
    this.#mask = capacity - 1;
    this.written = 0;
  }

  write(sample) {
    this.samples[this.written & this.#mask] = sample;
    this.written++;
  }

  get mask() {
    return this.#mask;
  }
}

/**
 * Reads a stream between its samples, band-limited to what fits on the line: up to and down from
 * any rate by any ratio, which may change from one sample to the next.
 */
export class BandLimitedReader {
  #ring;
  #spacing;

  /** @param {number} rateHz the stream's own rate: the line's or a higher one */
  constructor(ring, rateHz) {
    this.#ring = ring;
    this.#spacing = LINE_RATE_HZ / rateHz;
    /** Samples that must have been written after a position before it can be read. */
    this.reach = REACH / this.#spacing;
  }

  /** The stream at a position, in samples of its own, which need not be whole. */
  at(position) {
    const { samples, mask } = this.#ring;
    const spacing = this.#spacing;
    const first = Math.ceil(position - this.reach);
    const last = Math.floor(position + this.reach);
    let sum = 0;
    for (let i = first; i <= last; i++) {
      const x = Math.abs(i - position) * spacing * STEPS;
      const step = x | 0;
      const below = KERNEL[step];
      sum += samples[i & mask] * (below + (x - step) * (KERNEL[step + 1] - below));
    }
    return sum * spacing;
  }
}

/** One half of the kernel (the other is its mirror image), with room to look one step ahead. */
function windowedSinc() {
  const half = new Float64Array(REACH * STEPS + 2);
  const cycles = CUTOFF_HZ / LINE_RATE_HZ;
  for (let i = 0; i <= REACH * STEPS; i++) {
    const x = i / STEPS;
    const angle = 2 * Math.PI * cycles * x;
    const sinc = x === 0 ? 2 * cycles : (2 * cycles * Math.sin(angle)) / angle;
    half[i] = sinc * kaiser(x / REACH);
  }
  return half;
}

function kaiser(x) {
  return bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(KAISER_BETA);
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
