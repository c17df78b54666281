import { paintEvent } from "./waveform-events.js";
import { Wave } from "./wave.js";

const AXIS_HEIGHT = 20;
const FLAG_HEIGHT = 20;
const LANE_GAP = 18;

/** A peak at full scale stays clear of the other lane. */
const SCALE = 0.94;

/** For those who want no motion the picture jumps, twice a second. */
const CALM_MS = 500;

/** Distances of the axis' labels, in seconds: the first that leaves them room is taken. */
const TICKS_S = [1, 2, 5, 10, 30, 60, 300, 600];
const TICK_PX = 64;

/** The room that the word at a barge-in takes. */
const LABEL_PX = 70;

/** What was said above what was heard, on the call's time, with what happened on both. */
export class Waveform {
  #canvas;
  #legend;
  #clock;
  #colours = {};
  #span = 15000;
  #end = null;
  #total = 0;
  #live = false;
  #drawnAt = 0;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param legend each of its elements with `data-colour` has the colour of that name
   * @param {() => number} clock the call's time, in ms
   */
  constructor(canvas, legend, clock) {
    this.#canvas = canvas;
    this.#legend = legend;
    this.#clock = clock;
    this.clear();
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.recolour();
  }

  clear() {
    this.said = new Wave();
    this.heard = new Wave();
    this.events = [];
    this.#end = null;
  }

  /** Goes along with the call from now on. */
  follow() {
    this.#live = true;
    requestAnimationFrame(() => this.#go());
  }

  /** The call is over: its picture stands still, all of it. */
  stop() {
    if (this.#live) {
      this.#live = false;
      this.#end = this.#total = this.#clock();
    }
    this.draw();
  }

  /** Adds something that happened: `set`, `returned`, `cleared` or `key`, and what to write there. */
  mark(kind, atMs, text = "") {
    this.events.push({ kind, atMs, text });
  }

  /** @param {number} ms how much of the call is seen, 0 for all of it */
  set span(ms) {
    this.#span = ms;
    this.draw();
  }

  /** Takes the theme's colours. */
  recolour() {
    for (const sample of this.#legend.querySelectorAll("[data-colour]")) {
      this.#colours[sample.dataset.colour] = getComputedStyle(sample).color;
    }
    const style = getComputedStyle(this.#canvas);
    this.#colours.text = style.color;
    this.#colours.line = style.borderTopColor;
    this.#colours.font = `11px ${style.fontFamily}`;
    this.draw();
  }

  /** Moves the view of a call that is over; to its end at most. */
  pan(ms) {
    if (!this.#live && this.#end !== null) {
      const first = Math.min(this.#span || this.#total, this.#total);
      this.#end = Math.max(first, Math.min(this.#total, this.#end + ms));
      this.draw();
    }
  }

  /** How long one pixel of the page is, in ms. */
  get msPerPixel() {
    const [from, to] = this.#view();
    return (to - from) / this.#canvas.clientWidth;
  }

  #go() {
    if (!this.#live) {
      return;
    }
    if (!this.#calm.matches || performance.now() - this.#drawnAt > CALM_MS) {
      this.draw();
    }
    requestAnimationFrame(() => this.#go());
  }

  #view() {
    const end = this.#end ?? this.#clock();
    const span = this.#span === 0 ? Math.max(end, 1000) : this.#span;
    const to = Math.max(end, span);
    return [to - span, to];
  }

  draw() {
    this.#drawnAt = performance.now();
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const pixels = window.devicePixelRatio;
    this.#fit(Math.round(width * pixels), Math.round(height * pixels));
    const brush = this.#canvas.getContext("2d");
    brush.setTransform(pixels, 0, 0, pixels, 0, 0);
    brush.clearRect(0, 0, width, height);
    brush.font = this.#colours.font;
    brush.textBaseline = "middle";
    const [from, to] = this.#view();
    const lane = (height - AXIS_HEIGHT - FLAG_HEIGHT - LANE_GAP) / 2;
    const place = { from, to, width, lane, said: FLAG_HEIGHT, heard: FLAG_HEIGHT + lane + LANE_GAP };
    this.#paintAxis(brush, place, height);
    this.#paintLane(brush, place, this.said, place.said, this.#colours.said);
    this.#paintLane(brush, place, this.heard, place.heard, this.#colours.heard);
    this.#paintEvents(brush, place);
  }

  #fit(width, height) {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
  }

  #paintAxis(brush, { from, to, width }, height) {
    const pixelsPerSecond = (1000 * width) / (to - from);
    const distance = TICKS_S.find((s) => s * pixelsPerSecond >= TICK_PX) ?? TICKS_S.at(-1);
    brush.textAlign = "center";
    for (let s = Math.ceil(from / 1000 / distance) * distance; s * 1000 <= to; s += distance) {
      const x = s * pixelsPerSecond - (from / 1000) * pixelsPerSecond;
      brush.fillStyle = this.#colours.line;
      brush.fillRect(Math.round(x), FLAG_HEIGHT, 1, height - AXIS_HEIGHT - FLAG_HEIGHT);
      brush.fillStyle = this.#colours.text;
      brush.fillText(`${s} s`, Math.max(10, Math.min(width - 12, x)), height - AXIS_HEIGHT / 2 + 1);
    }
  }

  #paintLane(brush, { from, to, width, lane }, wave, top, colour) {
    const middle = top + lane / 2;
    const msPerPixel = (to - from) / width;
    const step = Math.max(1 / window.devicePixelRatio, 10 / msPerPixel);
    brush.fillStyle = this.#colours.line;
    brush.fillRect(0, Math.round(middle), width, 1);
    brush.fillStyle = colour;
    for (let x = 0; x < width; x += step) {
      wave.look(from + x * msPerPixel, from + (x + step) * msPerPixel);
      const height = ((wave.high - wave.low) * SCALE * lane) / 2;
      if (height > 0) {
        brush.fillRect(x, middle - (wave.high * SCALE * lane) / 2, step, Math.max(height, 1));
      }
    }
  }

  #paintEvents(brush, place) {
    const { from, to, width } = place;
    let labelled = -Infinity;
    for (const event of this.events) {
      if (event.atMs < from || event.atMs > to) {
        continue;
      }
      const x = Math.round(((event.atMs - from) * width) / (to - from));
      const roomy = x - labelled > LABEL_PX;
      paintEvent(brush, place, event, x, this.#colours, roomy);
      if (event.kind === "cleared" && roomy) {
        labelled = x;
      }
    }
  }
}
