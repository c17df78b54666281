/** A call of an hour has more marks than anybody reads. */
const MOST_ROWS = 4000;

/** So near to its end the list goes along with the call. */
const AT_END_PX = 24;

/** So long after the last touch the list still scrolls by it. */
const BY_HAND_MS = 1500;

const MARKS = new Set(["MARK_SET", "MARK_RETURNED"]);
/** What should not happen; that a carrier closes the socket at the end is no trouble. */
const TROUBLE = {
  router: new Set(["TROUBLE", "WATCHDOG", "REFUSED", "SOCKET_CLOSED"]),
  carrier: new Set(["ALERT"]),
};

/** What the router and the carrier noted, in one list by time. */
export class Timeline {
  #list;
  #scroll;
  #count;
  #filters;
  #follows = true;
  #touchedAt = -Infinity;

  constructor(section) {
    this.#list = section.querySelector("ol");
    this.#scroll = section.querySelector(".scroll");
    this.#count = section.querySelector("output");
    this.#filters = section.querySelector("form");
    this.#filters.addEventListener("input", () => this.#filter());
    this.#filters.addEventListener("submit", (event) => event.preventDefault());
    for (const hand of ["wheel", "touchmove", "keydown", "pointerdown"]) {
      this.#scroll.addEventListener(hand, () => this.#touch(), { passive: true });
    }
    this.#scroll.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.#follow()).observe(this.#scroll);
    this.clear();
  }

  clear() {
    this.#follows = true;
    this.#list.replaceChildren();
    this.#tellCount();
  }

  /** An entry of the router's timeline: details by name. */
  router({ at, kind, details }) {
    this.#add("router", at, kind, Object.entries(details ?? {}));
  }

  /** An event of the carrier's. */
  carrier({ at, took, kind, detail }) {
    const details = took > 0 ? [["took-ms", String(took)]] : [];
    this.#add("carrier", at, kind, detail ? [...details, ["", detail]] : details);
  }

  #add(source, at, kind, details) {
    const row = document.createElement("li");
    row.dataset.at = at;
    row.dataset.source = source;
    row.dataset.kind = kind;
    row.classList.toggle("trouble", TROUBLE[source].has(kind));
    row.append(
      cell("time", (at / 1000).toFixed(3)),
      cell("source", source),
      cell("kind", kind.toLowerCase().replaceAll("_", " ")),
      known(details),
    );
    row.hidden = !this.#wanted(row);
    this.#insert(row, at);
    if (this.#list.childElementCount > MOST_ROWS) {
      this.#list.firstElementChild.remove();
    }
    this.#tellCount();
    this.#follow();
  }

  #touch() {
    this.#touchedAt = performance.now();
  }

  /**
   * Who scrolls back wants to read; the end of the list is where it goes along again. A list that
   * got another width scrolls as well, and means nothing by it.
   */
  #scrolled() {
    if (performance.now() - this.#touchedAt < BY_HAND_MS) {
      this.#follows = this.#atEnd();
    }
  }

  /** Goes along with the call, unless the person has scrolled back. */
  #follow() {
    if (this.#follows) {
      this.#scroll.scrollTop = this.#scroll.scrollHeight;
    }
  }

  /** Behind all that was not later: the two sources come each in their order, not in one. */
  #insert(row, at) {
    let before = this.#list.lastElementChild;
    while (before && Number(before.dataset.at) > at) {
      before = before.previousElementSibling;
    }
    if (before) {
      before.after(row);
    } else {
      this.#list.prepend(row);
    }
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < AT_END_PX;
  }

  #wanted(row) {
    const data = new FormData(this.#filters);
    const words = data.get("search").trim().toLowerCase();
    return (
      data.has(row.dataset.source) &&
      (data.has("marks") || !MARKS.has(row.dataset.kind)) &&
      (words === "" || row.textContent.toLowerCase().includes(words))
    );
  }

  #filter() {
    for (const row of this.#list.children) {
      row.hidden = !this.#wanted(row);
    }
    this.#tellCount();
    this.#follow();
  }

  #tellCount() {
    const all = this.#list.childElementCount;
    const seen = this.#list.querySelectorAll("li:not([hidden])").length;
    this.#count.textContent = all === 0 ? "" : `${seen} of ${all} entries`;
  }
}

function cell(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

function known(details) {
  const span = document.createElement("span");
  span.className = "details";
  for (const [name, value] of details) {
    const unit = name.endsWith("-ms") ? " ms" : "";
    const pair = document.createElement("span");
    if (name) {
      pair.append(cell("name", name.replace(/-ms$/, "").replaceAll("-", " ")), " ");
    }
    pair.append(value + unit);
    span.append(pair, " ");
  }
  return span;
}
