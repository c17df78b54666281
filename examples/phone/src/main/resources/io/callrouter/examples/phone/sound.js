import { trimFor } from "./drift.js";

/** The audio that should wait in the server, in ms: the carrier takes 20 of it at a time. */
const WAITING_MS = 50;

/** Beyond this trimming would take too long, and the other side would hear the person late. */
const OVERRUN_MS = 100;

/** Reports come twice a second: smoothed over four of them. */
const SMOOTHING = 0.25;

/** The most an analyser holds: 0.7 s at 48 kHz. */
const METERED_SAMPLES = 32768;

/**
 * The page's audio: the loudspeaker, and the microphone where there is one. Dispatches `said` with
 * each frame for the line, and `played` with how the loudspeaker gets on.
 */
export class Sound extends EventTarget {
  #context = null;
  #loaded = null;
  #speaker = null;
  #microphone = null;
  #stream = null;
  #waitingMs = WAITING_MS;
  #muted = false;

  /** How far the microphone is read from its nominal rate, and how often some of it was left out. */
  microphone = { trim: 0, overruns: 0 };

  /** Readies the loudspeaker. To be called while a click or key is handled: browsers want that. */
  async open() {
    if (this.#context === null) {
      this.#context = new AudioContext({ latencyHint: "interactive" });
      this.#loaded = Promise.all([
        this.#context.audioWorklet.addModule("/phone/speaker-worklet.js"),
        this.#context.audioWorklet.addModule("/phone/microphone-worklet.js"),
      ]);
    }
    await Promise.all([this.#context.resume(), this.#loaded]);
    this.#speaker = new AudioWorkletNode(this.#context, "speaker", {
      numberOfInputs: 0,
      outputChannelCount: [1],
    });
    this.#speaker.port.onmessage = ({ data }) => this.#tell("played", data);
    this.heard = this.#meter();
    this.#speaker.connect(this.heard).connect(this.#context.destination);
  }

  /**
   * Opens the microphone.
   *
   * @throws DOMException what getUserMedia says if it cannot be had
   */
  async openMicrophone({ echoCancellation, noiseSuppression }) {
    // Without gain control: what is said goes out as loud as it came in, which can be compared.
    this.#stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation, noiseSuppression, autoGainControl: false, channelCount: 1 },
    });
  }

  /** What is said goes to the line from now on, if there is a microphone. */
  startSpeaking() {
    if (this.#stream === null) {
      return;
    }
    this.mute(this.#muted);
    this.#waitingMs = WAITING_MS;
    this.microphone = { trim: 0, overruns: 0 };
    this.#microphone = new AudioWorkletNode(this.#context, "microphone", {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    this.#microphone.port.onmessage = ({ data }) => this.#tell("said", data);
    this.#context.createMediaStreamSource(this.#stream).connect(this.#microphone);
  }

  mute(muted) {
    this.#muted = muted;
    this.#stream?.getAudioTracks().forEach((track) => {
      track.enabled = !muted;
    });
  }

  /** Plays a frame as it came from the line; the bytes are the loudspeaker's from then on. */
  hear(frame) {
    this.#speaker?.port.postMessage(frame, [frame]);
  }

  /** Takes what the server tells of the microphone's audio that waits there, and trims by it. */
  waits(bufferedMs) {
    this.#waitingMs += SMOOTHING * (bufferedMs - this.#waitingMs);
    const excessMs = this.#waitingMs - WAITING_MS;
    const leaveOutMs = excessMs > OVERRUN_MS ? excessMs : 0;
    this.#waitingMs -= leaveOutMs;
    this.microphone.trim = trimFor(excessMs - leaveOutMs);
    this.microphone.overruns += leaveOutMs > 0 ? 1 : 0;
    this.#microphone?.port.postMessage({ trim: this.microphone.trim, leaveOutMs });
  }

  /** When what the worklet makes at a time of the context comes out, by performance.now(). */
  comesOutAt(contextTime) {
    const { contextTime: out, performanceTime } = this.#context.getOutputTimestamp();
    return performanceTime + (contextTime - out) * 1000;
  }

  /** Lets go of the microphone. */
  stopSpeaking() {
    this.#microphone?.port.postMessage(null);
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#microphone = this.#stream = null;
  }

  /** Lets go of the microphone and the loudspeaker until the next call. */
  async close() {
    this.stopSpeaking();
    this.#speaker?.port.postMessage(null);
    this.#speaker = null;
    await this.#context?.suspend();
  }

  #meter() {
    const meter = this.#context.createAnalyser();
    meter.fftSize = METERED_SAMPLES;
    return meter;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
