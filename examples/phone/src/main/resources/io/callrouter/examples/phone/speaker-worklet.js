import { JitterBuffer } from "./jitter-buffer.js";

const REPORT_MS = 100;

/**
 * Plays what comes from the line. Is sent each frame as it came, and null when the call is over;
 * tells ten times a second how it gets on.
 */
class SpeakerProcessor extends AudioWorkletProcessor {
  #buffer = new JitterBuffer(sampleRate);
  #over = false;
  #untilReport = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  #take(message) {
    if (message === null) {
      this.#over = true;
    } else {
      this.#buffer.add(new DataView(message).getUint32(0, true), new Int16Array(message, 4));
    }
  }

  process(inputs, outputs) {
    const out = outputs[0][0];
    this.#untilReport -= out.length;
    if (this.#untilReport <= 0) {
      this.#untilReport = (sampleRate * REPORT_MS) / 1000;
      this.#report();
    }
    this.#buffer.play(out);
    return !this.#over;
  }

  #report() {
    const { playing, playedMs, levelMs, targetMs, trim, underruns, overruns } = this.#buffer;
    this.port.postMessage({
      contextTime: currentTime,
      playing,
      playedMs,
      levelMs,
      targetMs,
      trim,
      underruns,
      overruns,
    });
  }
}

registerProcessor("speaker", SpeakerProcessor);
