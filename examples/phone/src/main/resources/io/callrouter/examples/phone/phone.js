import { AnswerLatency } from "./answer-latency.js";
import { AudioPath } from "./audio-path.js";
import { CallClock } from "./call-clock.js";
import { CallPanel } from "./call-panel.js";
import { Conversation } from "./conversation.js";
import { Keypad } from "./keypad.js";
import { KeyLatency } from "./latency.js";
import { LatencyView } from "./latency-view.js";
import { Line } from "./line.js";
import { whyNoAudio, wordsFor } from "./microphone-words.js";
import { Notice } from "./notice.js";
import { Result } from "./result.js";
import { SaidClock } from "./said-clock.js";
import { Setup } from "./setup.js";
import { listenToKeyboard } from "./shortcuts.js";
import { Sound } from "./sound.js";
import { listenToTheme } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Waveform } from "./waveform.js";

const PAN_STEPS = 10;

const find = (selector) => document.querySelector(selector);

/** The phone on this page: what the line, the person and the audio tell goes where it belongs. */
class Phone {
  line = new Line();
  sound = new Sound();
  #panel = new CallPanel();
  #setup = new Setup(find("#setup"));
  #keypad = new Keypad(find("#keypad"));
  #notice = new Notice(find("#notice"));
  #timeline = new Timeline(find("#timeline"));
  #result = new Result(find("#result"));
  #path = new AudioPath();
  #latencyView = new LatencyView(find("#latency"));
  #answerLatency = new AnswerLatency(find("#answers"));
  #conversation = new Conversation(find("#conversation"));
  #latency = new KeyLatency();
  #clock = new CallClock();
  #saidClock = new SaidClock();
  #waveform = new Waveform(find("#waveform"), find("#legend"), () => this.#clock.now());
  #call = null;

  constructor() {
    this.#listenToLine();
    this.#listenToSound();
    this.#listenToPerson();
    this.#panel.state = "LOST";
    this.#path.clear();
    this.line.connect();
  }

  #listenToLine() {
    const on = (type, does) => this.line.addEventListener(type, ({ detail }) => does(detail));
    on("hello", (offer) => this.#ready(offer));
    on("placed", ({ id }) => this.#placed(id));
    on("state", ({ state }) => this.#state(state));
    on("carrier", (event) => this.#carrier(event));
    on("timeline", (entry) => this.#router(entry));
    on("agent", (news) => this.#agent(news));
    on("microphone", ({ buffered }) => this.#waits(buffered));
    on("frame", (frame) => this.#hear(frame));
    on("ended", (end) => this.#ended(end));
    on("problem", ({ text }) => this.#problem(text));
    on("lost", () => this.#lost());
  }

  #listenToSound() {
    this.sound.addEventListener("said", ({ detail }) => this.#say(detail));
    this.sound.addEventListener("played", ({ detail }) => this.#played(detail));
  }

  #listenToPerson() {
    find("#setup").addEventListener("submit", (event) => {
      event.preventDefault();
      this.call();
    });
    find("#hang-up").addEventListener("click", () => this.hangUp());
    find("#mute").addEventListener("change", ({ target }) => this.sound.mute(target.checked));
    this.#keypad.addEventListener("key", ({ detail }) => this.#key(detail));
    listenToKeyboard({
      key: (key, time) => this.#keypad.press(key, time),
      call: () => this.call(),
      hangUp: () => this.hangUp(),
    });
    find("#span").addEventListener("change", ({ target }) => {
      this.#waveform.span = Number(target.value);
    });
    this.#listenToPan(find("#waveform"));
    listenToTheme(find("#theme"), () => this.#waveform.recolour());
  }

  #listenToPan(canvas) {
    const pan = (pixels) => this.#waveform.pan(pixels * this.#waveform.msPerPixel);
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons & 1) {
        pan(-event.movementX);
      }
    });
    canvas.addEventListener("keydown", ({ key }) => {
      const step = canvas.clientWidth / PAN_STEPS;
      pan({ ArrowLeft: -step, ArrowRight: step }[key] ?? 0);
    });
  }

  /** Calls, with the microphone if it is wanted and can be had. */
  async call() {
    if (this.#call !== null || !this.line.open || find("#call").disabled) {
      return;
    }
    const insecure = whyNoAudio();
    if (insecure !== null) {
      this.#notice.show(insecure);
      return;
    }
    const { wanted, ...processing } = this.#setup.microphone;
    const call = { placed: false };
    this.#call = call;
    try {
      await this.sound.open();
    } catch (error) {
      await this.#noCall(`The loudspeaker cannot be opened: ${error.message}.`);
      return;
    }
    if (wanted && !(await this.#microphoneOpens(processing))) {
      return;
    }
    if (call.givenUp) {
      // By the person, or by the line, while the browser asked for the microphone.
      this.#call = null;
      await this.sound.close();
    } else {
      this.#place();
    }
  }

  async #microphoneOpens(processing) {
    try {
      await this.sound.openMicrophone(processing);
      return true;
    } catch (error) {
      await this.#noCall(wordsFor(error), {
        "Call without a microphone": () => this.#callToListen(),
      });
      return false;
    }
  }

  async #noCall(words, remedies) {
    this.#call = null;
    await this.sound.close();
    this.#notice.show(words, remedies);
  }

  #callToListen() {
    find("[name=microphone]").checked = false;
    this.call();
  }

  #place() {
    this.#call.placed = true;
    this.#notice.hide();
    this.#result.hide();
    this.#timeline.clear();
    this.#path.clear();
    this.#waveform.clear();
    this.#latency = new KeyLatency();
    this.#latencyView.show([]);
    this.#answerLatency.clear();
    this.#conversation.clear();
    this.#clock = new CallClock();
    this.#saidClock = new SaidClock();
    this.#panel.state = "INITIATED";
    this.line.send({ type: "call", ...this.#setup.chosen });
    this.#setup.enabled = false;
  }

  hangUp() {
    if (this.#call?.placed) {
      this.line.send({ type: "hang-up" });
    } else {
      this.#giveUp();
    }
  }

  /** The call that waits for an answer about the microphone is not to be placed. */
  #giveUp() {
    if (this.#call !== null) {
      this.#call.givenUp = true;
    }
  }

  #ready(offer) {
    this.#notice.hide();
    this.#setup.offer(offer);
    this.#conversation.offered = offer.conversation;
    this.#answerLatency.offered = offer.conversation;
    find("#latency").hidden = offer.conversation;
    this.#panel.state = "READY";
  }

  #placed(id) {
    this.#call = { id, placed: true };
    find("#call-id").textContent = id;
    this.#clock.saw(0);
    this.#panel.startTime(() => this.#clock.now());
    this.#keypad.enabled = true;
    this.#waveform.follow();
    this.sound.mute(find("#mute").checked);
    this.sound.startSpeaking();
  }

  #state(state) {
    this.#panel.state = state;
    if (state === "ENDED") {
      this.#quiet();
    }
  }

  #carrier(event) {
    const { at, kind, detail } = event;
    this.#clock.saw(at);
    this.#timeline.carrier(event);
    switch (kind) {
      case "DIGIT":
        this.#latency.digit(at);
        this.#waveform.mark("key", at, detail);
        break;
      case "MARK_SET":
        this.#waveform.mark("set", at);
        break;
      case "MARK_RETURNED":
        this.#waveform.mark("returned", at);
        break;
      case "CLEAR":
        this.#waveform.mark("cleared", at);
        break;
      default: // The others are in the timeline only.
    }
  }

  #router(entry) {
    this.#timeline.router(entry);
    if (entry.kind === "ITEM_SENT") {
      this.#latency.item(entry.at, Number(entry.details["carrier-ms"] ?? 0));
    }
  }

  #agent(news) {
    this.#conversation.take(news);
    if (news.event === "latency") {
      this.#answerLatency.take(news);
    }
  }

  #waits(bufferedMs) {
    this.sound.waits(bufferedMs);
    this.#path.waits(bufferedMs);
  }

  #hear(frame) {
    const at = new DataView(frame).getUint32(0, true);
    const samples = new Int16Array(frame, 4);
    this.#clock.saw(at + samples.length / 8);
    this.#latency.frame(at, samples);
    this.#waveform.heard.add(at, samples);
    this.sound.hear(frame);
  }

  #say(samples) {
    this.line.speak(samples);
    this.#waveform.said.add(this.#saidClock.place(this.#clock.now()), samples);
    this.#path.said(samples, this.sound.microphone);
  }

  #played(report) {
    this.#path.heard(report, this.sound.heard);
    const out = this.sound.comesOutAt(report.contextTime);
    if (report.playing && this.#latency.played(report.playedMs, out)) {
      this.#latencyView.show(this.#latency.measured);
    }
  }

  #key({ key, time }) {
    this.line.send({ type: "key", key });
    this.#latency.press(key, time);
  }

  #ended({ record, recording }) {
    this.#hushed();
    this.#panel.state = "OVER";
    if (record?.id) {
      this.#result.show(record, recording);
    }
  }

  #problem(text) {
    this.#notice.show(text);
    if (this.#call?.placed && !this.#call.id) {
      this.#hushed();
      this.#panel.state = "READY";
    }
  }

  #lost() {
    if (this.#call?.placed) {
      this.#hushed();
    } else {
      this.#giveUp();
    }
    this.#panel.state = "LOST";
    this.#notice.show(
      "The phone server does not answer. Is the quickstart still running? This page tries again by itself.",
    );
  }

  /** The call is over, but for its record and the last of its sound. */
  #quiet() {
    this.#keypad.enabled = false;
    this.#panel.stopTime();
    this.#waveform.stop();
    this.sound.stopSpeaking();
  }

  #hushed() {
    this.#quiet();
    this.#call = null;
    this.#setup.enabled = true;
    this.sound.close();
  }
}

export const phone = new Phone();
