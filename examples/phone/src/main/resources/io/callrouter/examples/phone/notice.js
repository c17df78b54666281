/** Something the person must know, with what can be done about it. */
export class Notice {
  #place;
  #words;
  #remedies;

  constructor(place) {
    this.#place = place;
    this.#words = place.querySelector("p");
    this.#remedies = place.querySelector(".remedies");
    place.querySelector(".dismiss").addEventListener("click", () => this.hide());
  }

  /** @param {Record<string, () => void>} remedies what each button says, and does */
  show(words, remedies = {}) {
    this.#words.textContent = words;
    const buttons = Object.entries(remedies).map(([says, does]) => this.#button(says, does));
    this.#remedies.replaceChildren(...buttons);
    this.#place.hidden = false;
    buttons[0]?.focus();
  }

  hide() {
    this.#place.hidden = true;
  }

  #button(says, does) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = says;
    button.addEventListener("click", () => {
      this.hide();
      does();
    });
    return button;
  }
}
