/** Told first and in this order; whatever else a record has follows. */
const FIRST = [
  "cause",
  "endedBy",
  "durationMs",
  "recordings.0.durationMs",
  "arrivedAt",
  "answeredAt",
  "endedAt",
  "route",
];

/** What is left of a call: its record, and its recording to hear and to keep. */
export class Result {
  #section;

  constructor(section) {
    this.#section = section;
    this.hide();
  }

  hide() {
    this.#section.hidden = true;
    this.#section.querySelector("audio").removeAttribute("src");
  }

  /**
   * @param {string | null} recording where the two channels are, or null if there is none
   */
  show(record, recording) {
    const facts = Object.entries(flat(record)).filter(([, value]) => value !== "");
    facts.sort(([one], [other]) => rank(one) - rank(other));
    this.#section.querySelector("dl").replaceChildren(...facts.map(fact));
    this.#offer(recording);
    const keep = this.#section.querySelector("#record-download");
    keep.href = `/phone/calls/${encodeURIComponent(record.id)}/record.json`;
    this.#section.hidden = false;
  }

  #offer(recording) {
    this.#section.querySelector("#recording").hidden = recording === null;
    this.#section.querySelector("#no-recording").hidden = recording !== null;
    if (recording !== null) {
      this.#section.querySelector("audio").src = recording;
      this.#section.querySelector("#recording-download").href = recording;
    }
  }
}

function rank(name) {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

/** All that is in a record by one name each, such as `recordings.0.id`. */
function flat(value, name = "") {
  if (value === null || typeof value !== "object") {
    return { [name]: String(value ?? "") };
  }
  const parts = Object.entries(value).map(([key, part]) =>
    flat(part, name === "" ? key : `${name}.${key}`),
  );
  return Object.assign({}, ...parts);
}

function fact([name, value]) {
  const pair = document.createElement("div");
  const term = document.createElement("dt");
  term.textContent = spelled(name);
  const told = document.createElement("dd");
  told.textContent = readable(name, value);
  pair.append(term, told);
  return pair;
}

/** Lengths in seconds, and times to the ms. */
function readable(name, value) {
  return name.endsWith("Ms")
    ? `${(value / 1000).toFixed(2)} s`
    : value.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d{1,3})?\d*Z$/, "$1 $2$3 UTC");
}

/** `arrivedAt` as "arrived at", `recordings.0.id` as "recording id": names for a person. */
function spelled(name) {
  return name
    .replace(/Ms$/, "")
    .replace(/s\.(\d+)/, (_, index) => (index === "0" ? "" : ` ${Number(index) + 1}`))
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`);
}
