const SHOWN = 7;

/** Bars are not made to look long that are short. */
const LEAST_SCALE_MS = 300;

/** The last latency in figures, and the ones before as bars on one scale. */
export class LatencyView {
  #last;
  #history;

  constructor(section) {
    this.#last = section.querySelector("output");
    this.#history = section.querySelector("ol");
  }

  show(measured) {
    const last = measured.at(-1);
    this.#last.textContent = last ? `${Math.round(last.ms)}` : "–";
    const shown = measured.slice(-SHOWN);
    const most = Math.max(LEAST_SCALE_MS, ...shown.map(({ ms }) => ms));
    this.#history.replaceChildren(...shown.map((one) => bar(one, most)));
  }
}

function bar({ key, ms, spoken = `key ${key}` }, most) {
  const item = document.createElement("li");
  const column = document.createElement("span");
  column.className = "bar";
  column.style.height = `${(100 * ms) / most}%`;
  const figure = document.createElement("span");
  figure.textContent = Math.round(ms);
  const label = document.createElement("span");
  label.textContent = key;
  item.setAttribute("aria-label", `${spoken}: ${Math.round(ms)} ms`);
  item.append(column, figure, label);
  return item;
}
