import { LatencyView } from "./latency-view.js";

/** How long the caller waited for each answer, as far as the carrier has told that he heard it. */
export class AnswerLatency {
  #section;
  #view;
  #parts;
  #measured = [];

  constructor(section) {
    this.#section = section;
    this.#view = new LatencyView(section);
    this.#parts = section.querySelector(".parts");
  }

  /** Only some agents tell what they do. */
  set offered(offered) {
    this.#section.hidden = !offered;
  }

  clear() {
    this.#measured = [];
    this.#parts.textContent = "";
    this.#view.show(this.#measured);
  }

  /** An answer's times since the caller had stopped speaking; those that nobody knows are missing. */
  take({ answered, sent, heard }) {
    const key = String(this.#measured.length + 1);
    const ms = heard ?? sent ?? answered;
    this.#measured.push({ key, ms, spoken: `answer ${key}` });
    this.#parts.textContent = [
      ["model", answered],
      ["sent", sent],
      ["heard", heard],
    ]
      .filter(([, time]) => time !== undefined)
      .map(([name, time]) => `${name} ${Math.round(time)} ms`)
      .join(" · ");
    this.#view.show(this.#measured);
  }
}
