/** −50 dBFS: what a telephone's silence stays below. */
const SOUND = 32768 * 10 ** (-50 / 20);

/** An application that has nothing to say by then did not answer to the key. */
const PATIENCE_MS = 10000;

/**
 * How long after a key is pressed in this page the first sound of the application's answer comes
 * out of the loudspeaker: the carrier takes the key, then the router sends the first frame of
 * something new, then a sound in it is played.
 */
export class KeyLatency {
  #pressed = [];
  #taken = null;
  #from = null;
  #soundAt = null;
  #sounds = [];

  /** Keys and their latencies in ms, the earliest first. */
  measured = [];

  /** A key went to the line; `time` is when it was pressed, by performance.now(). */
  press(key, time) {
    this.#pressed.push({ key, time });
  }

  /** The carrier took a key, at that time of the call. */
  digit(atMs) {
    const press = this.#pressed.shift();
    if (press) {
      this.#taken = { ...press, atMs };
      this.#from = this.#soundAt = null;
    }
  }

  /** The router sent the first of something new, which the carrier plays after what it has. */
  item(atMs, carrierMs) {
    if (this.#taken && this.#from === null && atMs >= this.#taken.atMs) {
      this.#from = atMs + carrierMs;
      this.#look();
    }
  }

  /** A frame came from the line. */
  frame(atMs, samples) {
    if (samples.some((sample) => Math.abs(sample) > SOUND)) {
      this.#sounds.push(atMs);
      this.#sounds = this.#sounds.filter((sound) => sound > atMs - PATIENCE_MS);
      this.#look();
    }
  }

  /**
   * The loudspeaker plays what the line had at that time of the call.
   *
   * @returns whether a latency is known by that
   */
  played(playedMs, time) {
    if (this.#soundAt === null || playedMs < this.#soundAt) {
      return false;
    }
    const { key, time: pressed } = this.#taken;
    this.measured.push({ key, ms: time - (playedMs - this.#soundAt) - pressed });
    this.#taken = this.#from = this.#soundAt = null;
    return true;
  }

  #look() {
    if (this.#from !== null && this.#soundAt === null) {
      this.#soundAt = this.#sounds.find((sound) => sound >= this.#from) ?? null;
    }
  }
}
