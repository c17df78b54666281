/** How a carrier's name is written; one that is not known here keeps its own. */
const SPELLING = { twilio: "Twilio", telnyx: "Telnyx" };

/** What can be chosen before a call: filled with what the server offers. */
export class Setup {
  #form;
  #agents = [];

  constructor(form) {
    this.#form = form;
    form.addEventListener("change", () => this.#explain());
  }

  /** Takes what the server offers; what was chosen stays chosen. */
  offer({ carriers, agents, misbehaviours }) {
    const chosen = this.chosen;
    this.#agents = agents;
    this.#fill("carrier", carriers, chosen.carrier);
    this.#fill(
      "agent",
      agents.map(({ name }) => name),
      chosen.agent,
    );
    const list = this.#form.querySelector("#misbehaviours");
    list.replaceChildren(
      ...misbehaviours.map((one) => misbehaviour(one, chosen.misbehaviours.includes(one.name))),
    );
    this.#explain();
  }

  get chosen() {
    const data = new FormData(this.#form);
    return {
      carrier: data.get("carrier"),
      agent: data.get("agent"),
      misbehaviours: data.getAll("misbehaviour"),
    };
  }

  get microphone() {
    const data = new FormData(this.#form);
    return {
      wanted: data.has("microphone"),
      echoCancellation: data.has("echo-cancellation"),
      noiseSuppression: data.has("noise-suppression"),
    };
  }

  /** While a call goes on nothing of it can be changed. */
  set enabled(enabled) {
    for (const part of this.#form.querySelectorAll("fieldset")) {
      part.disabled = !enabled;
    }
  }

  #fill(name, values, chosen) {
    const place = this.#form.querySelector(`#${name}s`);
    place.replaceChildren(
      ...values.map((value) => {
        const input = document.createElement("input");
        Object.assign(input, { type: "radio", name, value });
        input.checked = value === (values.includes(chosen) ? chosen : values[0]);
        const label = document.createElement("label");
        const text = document.createElement("span");
        text.textContent = SPELLING[value] ?? value[0].toUpperCase() + value.slice(1);
        label.append(input, text);
        return label;
      }),
    );
  }

  #explain() {
    const { agent, misbehaviours } = this.chosen;
    const explains = this.#agents.find(({ name }) => name === agent)?.explains ?? "";
    this.#form.querySelector("#agent-explained").textContent = explains;
    const count = misbehaviours.length;
    this.#form.querySelector("#misbehaviour-count").textContent = count === 0 ? "off" : `${count} on`;
  }
}

function misbehaviour({ name, title, explains }, checked) {
  const item = document.createElement("label");
  item.className = "switch";
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", name: "misbehaviour", value: name, checked });
  const words = document.createElement("span");
  const heading = document.createElement("strong");
  heading.textContent = title;
  const detail = document.createElement("small");
  detail.textContent = explains;
  words.append(heading, detail);
  item.append(input, words);
  return item;
}
