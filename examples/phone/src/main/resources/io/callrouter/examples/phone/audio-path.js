/** Below this a meter is empty. */
const FLOOR_DB = -60;

/** How the audio gets on: levels, buffers, clocks, and what was concealed. */
export class AudioPath {
  #samples = new Float32Array(0);

  /** What the loudspeaker's worklet told, and its meter. */
  heard({ levelMs, targetMs, trim, underruns, overruns, playing }, meter) {
    put("heard-buffer", playing ? `${Math.round(levelMs)} of ${targetMs} ms` : "no stream");
    put("heard-clock", parts(trim));
    put("heard-concealed", `${underruns}, ${overruns}`);
    this.#level("heard-level", this.#peak(meter));
  }

  /** A frame of the microphone, and how that gets on. */
  said(samples, { trim, overruns }) {
    let peak = 0;
    for (const sample of samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    this.#level("said-level", peak / 32768);
    put("said-clock", parts(trim));
    put("said-concealed", `–, ${overruns}`);
  }

  waits(bufferedMs) {
    put("said-buffer", `${bufferedMs} ms`);
  }

  clear() {
    for (const figure of ["buffer", "clock", "concealed"]) {
      put(`said-${figure}`, "–");
      put(`heard-${figure}`, "–");
    }
    this.#level("heard-level", 0);
    this.#level("said-level", 0);
  }

  #peak(meter) {
    if (this.#samples.length !== meter.fftSize) {
      this.#samples = new Float32Array(meter.fftSize);
    }
    meter.getFloatTimeDomainData(this.#samples);
    const last = this.#samples.length - Math.round(meter.context.sampleRate / 10);
    let peak = 0;
    for (let i = last; i < this.#samples.length; i++) {
      peak = Math.max(peak, Math.abs(this.#samples[i]));
    }
    return peak;
  }

  #level(name, peak) {
    const db = Math.max(FLOOR_DB, 20 * Math.log10(peak));
    const meter = document.querySelector(`#${name}`);
    meter.value = Number.isFinite(db) ? db - FLOOR_DB : 0;
    meter.title = db > FLOOR_DB ? `${Math.round(db)} dBFS` : "silence";
  }
}

function put(name, words) {
  document.querySelector(`#${name}`).textContent = words;
}

/** A trim as clocks are compared. */
function parts(trim) {
  const ppm = Math.round(trim * 1e6);
  return `${ppm > 0 ? "+" : ppm < 0 ? "−" : ""}${Math.abs(ppm)} ppm`;
}
