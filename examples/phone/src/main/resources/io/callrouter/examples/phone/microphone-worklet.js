import { FADE_SAMPLES, smooth } from "./fade.js";
import { BandLimitedReader, FRAME_SAMPLES, LINE_RATE_HZ, SampleRing } from "./resampler.js";

/** Room for the kernel's reach on both sides and a quantum, up to 192 kHz. */
const CAPACITY = 4096;

/**
 * Brings the microphone to the line's rate, and tells each frame of 20 ms in 16-bit samples. Is
 * sent by how much faster than nominal the microphone is to be read, as a fraction, and how many ms
 * of it are to be left out; or null when the call is over.
 */
class MicrophoneProcessor extends AudioWorkletProcessor {
  #ring = new SampleRing(CAPACITY);
  #reader = new BandLimitedReader(this.#ring, sampleRate);
  #position = 0;
  #trim = 0;
  #leftOut = 0;
  #gain = 0;
  #frame = new Int16Array(FRAME_SAMPLES);
  #filled = 0;
  #over = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  #take(message) {
    if (message === null) {
      this.#over = true;
    } else {
      this.#trim = message.trim;
      this.#leftOut += (message.leaveOutMs * sampleRate) / 1000;
    }
  }

  process(inputs) {
    const channel = inputs[0][0];
    if (channel) {
      for (let i = 0; i < channel.length; i++) {
        this.#ring.write(channel[i]);
      }
      this.#read((sampleRate / LINE_RATE_HZ) * (1 + this.#trim));
    }
    return !this.#over;
  }

  #read(step) {
    const end = this.#ring.written - this.#reader.reach;
    for (; this.#position < end; this.#position += step) {
      const sound = this.#reader.at(this.#position) * this.#loudness();
      const sample = Math.round(sound * 32768);
      this.#frame[this.#filled++] = Math.max(-32768, Math.min(32767, sample));
      if (this.#filled === FRAME_SAMPLES) {
        this.port.postMessage(this.#frame);
        this.#filled = 0;
      }
    }
  }

  /** Down to nothing before what is left out, and up again behind it. */
  #loudness() {
    const change = (this.#leftOut > 0 ? -1 : 1) / FADE_SAMPLES;
    this.#gain = Math.max(0, Math.min(1, this.#gain + change));
    if (this.#gain === 0) {
      this.#position += this.#leftOut;
      this.#leftOut = 0;
    }
    return smooth(this.#gain);
  }
}

registerProcessor("microphone", MicrophoneProcessor);
