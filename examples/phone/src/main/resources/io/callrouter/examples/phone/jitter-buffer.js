import { trimFor } from "./drift.js";
import { FADE_SAMPLES, smooth } from "./fade.js";
import { BandLimitedReader, LINE_RATE_HZ, SampleRing } from "./resampler.js";

const SAMPLES_PER_MS = LINE_RATE_HZ / 1000;

/** 8 s at the line's rate. */
const CAPACITY = 65536;

const FIRST_TARGET_MS = 60;
const LEAST_TARGET_MS = 40;
const MOST_TARGET_MS = 300;
const TARGET_UP_MS = 20;
const TARGET_DOWN_MS = 10;

/** The level falls by a frame before the next one comes: on average it is half of one below its peak. */
const HALF_FRAME_MS = 10;

/** What is left of the buffer at its emptiest when it is just deep enough. */
const HEADROOM_MS = 30;
const HEADROOM_WINDOW_MS = 10000;

/** Beyond this trimming would take too long. */
const OVERRUN_MS = 80;

/** After so long without audio it was the stream that paused, not the network that was late. */
const PAUSE_MS = 500;

const SMOOTHING_MS = 2000;

/** Positions are told in whole ms. */
const ROUNDING_MS = 2;
const SEGMENTS = 64;

/**
 * Holds what came from the line until it is played, at another rate and by another clock. It keeps
 * as little as the unrest of the line allows: an under-run makes it deeper, a calm time shallower.
 * Playing allocates nothing.
 */
export class JitterBuffer {
  #ring = new SampleRing(CAPACITY);
  #reader = new BandLimitedReader(this.#ring, LINE_RATE_HZ);
  #step;
  #fade;
  #quantumMs = 0;

  /** Where playing is, in samples of the line. */
  #position = 0;
  #playing = false;
  #gain = 0;
  #starvedMs = Infinity;

  /** While samples are skipped: how many, and how much of the sound is from beyond them. */
  #jump = 0;
  #blend = 0;

  #smoothedMs = 0;
  #lowestMs = Infinity;
  #windowMs = 0;

  // Where the times on the line and the samples here part: from which sample on, by how much.
  #segmentFrom = new Float64Array(SEGMENTS);
  #segmentMs = new Float64Array(SEGMENTS);
  #segments = 0;

  constructor(rateHz) {
    this.#step = LINE_RATE_HZ / rateHz;
    this.#fade = this.#step / FADE_SAMPLES;
    this.targetMs = FIRST_TARGET_MS;
    this.trim = 0;
    this.underruns = 0;
    this.overruns = 0;
  }

  /** Audio that can be played, in ms. */
  get levelMs() {
    return (this.#ring.written - this.#reader.reach - this.#position) / SAMPLES_PER_MS;
  }

  get playing() {
    return this.#playing;
  }

  /** What is played now, in ms since the call's start. */
  get playedMs() {
    let segment = this.#segments - 1;
    const oldest = Math.max(0, this.#segments - SEGMENTS);
    while (segment > oldest && this.#segmentFrom[segment % SEGMENTS] > this.#position) {
      segment--;
    }
    return segment < 0
      ? 0
      : this.#segmentMs[segment % SEGMENTS] + this.#position / SAMPLES_PER_MS;
  }

  /**
   * Takes a frame.
   *
   * @param {number} atMs position of its first sample, since the call's start
   * @param {Int16Array} samples at the line's rate
   */
  add(atMs, samples) {
    this.#note(atMs);
    for (let i = 0; i < samples.length; i++) {
      this.#ring.write(samples[i] / 32768);
    }
    const oldest = this.#ring.written + this.#reader.reach - CAPACITY;
    if (this.#position < oldest) {
      this.#position = oldest;
      this.#gain = 0;
    }
  }

  #note(atMs) {
    const ms = atMs - this.#ring.written / SAMPLES_PER_MS;
    const last = this.#segmentMs[(this.#segments + SEGMENTS - 1) % SEGMENTS];
    if (this.#segments === 0 || Math.abs(ms - last) > ROUNDING_MS) {
      this.#segmentFrom[this.#segments % SEGMENTS] = this.#ring.written;
      this.#segmentMs[this.#segments % SEGMENTS] = ms;
      this.#segments++;
    }
  }

  /** Fills a quantum of the loudspeaker's, with silence where there is nothing to play. */
  play(out) {
    this.#quantumMs = (out.length * this.#step) / SAMPLES_PER_MS;
    if (this.#playing) {
      this.#steer();
    } else {
      this.#startIfFull();
    }
    const step = this.#step * (1 + this.trim);
    for (let i = 0; i < out.length; i++) {
      out[i] = this.#playing ? this.#next(step) : 0;
    }
  }

  #startIfFull() {
    const level = this.levelMs;
    if (level < this.targetMs) {
      this.#starvedMs += this.#quantumMs;
      return;
    }
    if (this.#starvedMs < PAUSE_MS) {
      this.underruns++;
      this.targetMs = Math.min(this.targetMs + TARGET_UP_MS, MOST_TARGET_MS);
    }
    this.#playing = true;
    this.#smoothedMs = this.targetMs - HALF_FRAME_MS;
    this.#beginWindow();
  }

  #steer() {
    const level = this.levelMs;
    this.#smoothedMs += ((level - this.#smoothedMs) * this.#quantumMs) / SMOOTHING_MS;
    this.trim = trimFor(this.#smoothedMs - this.targetMs + HALF_FRAME_MS);
    if (level > this.targetMs + OVERRUN_MS && this.#jump === 0) {
      this.overruns++;
      this.#jump = Math.round((level - this.targetMs) * SAMPLES_PER_MS);
      this.#blend = 0;
    }
    this.#lowestMs = Math.min(this.#lowestMs, level);
    this.#windowMs += this.#quantumMs;
    if (this.#windowMs >= HEADROOM_WINDOW_MS) {
      if (this.#lowestMs > HEADROOM_MS) {
        this.targetMs = Math.max(this.targetMs - TARGET_DOWN_MS, LEAST_TARGET_MS);
      }
      this.#beginWindow();
    }
  }

  #beginWindow() {
    this.#windowMs = 0;
    this.#lowestMs = Infinity;
  }

  #next(step) {
    const enough = this.#ring.written - this.#reader.reach - this.#position > FADE_SAMPLES;
    this.#gain = enough ? Math.min(1, this.#gain + this.#fade) : this.#gain - this.#fade;
    if (this.#gain <= 0) {
      this.#starve();
      return 0;
    }
    const sound = this.#jump === 0 ? this.#reader.at(this.#position) : this.#skip();
    this.#position += step;
    return sound * smooth(this.#gain);
  }

  #starve() {
    this.#gain = 0;
    this.#playing = false;
    this.#starvedMs = 0;
    this.trim = 0;
  }

  /** From the sound that is late over to the one that is in time. */
  #skip() {
    this.#blend = Math.min(1, this.#blend + this.#fade);
    const late = this.#reader.at(this.#position);
    const timely = this.#reader.at(this.#position + this.#jump);
    if (this.#blend === 1) {
      this.#position += this.#jump;
      this.#smoothedMs = this.targetMs - HALF_FRAME_MS;
      this.#jump = 0;
    }
    return late + (timely - late) * smooth(this.#blend);
  }
}
