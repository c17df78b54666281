const KEYS = ["1", "2", "3", "A", "4", "5", "6", "B", "7", "8", "9", "C", "*", "0", "#", "D"];
const LETTERS = { 2: "abc", 3: "def", 4: "ghi", 5: "jkl", 6: "mno", 7: "pqrs", 8: "tuv", 9: "wxyz" };
const LIT_MS = 160;

/** The keys, by mouse, touch and keyboard. Dispatches `key` with the key and when it was pressed. */
export class Keypad extends EventTarget {
  #buttons = new Map();
  #enabled = false;

  constructor(place) {
    super();
    place.append(...KEYS.map((key) => this.#button(key)));
    this.enabled = false;
  }

  #button(key) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.key = key;
    button.append(key);
    if (LETTERS[key]) {
      const letters = document.createElement("small");
      letters.textContent = LETTERS[key];
      letters.ariaHidden = "true";
      button.append(letters);
    }
    button.addEventListener("click", (event) => this.press(key, event.timeStamp));
    this.#buttons.set(key, button);
    return button;
  }

  get enabled() {
    return this.#enabled;
  }

  set enabled(enabled) {
    this.#enabled = enabled;
    this.#buttons.forEach((button) => {
      button.disabled = !enabled;
    });
  }

  /**
   * Presses a key if there is one of that name.
   *
   * @param {number} time when it was pressed, by performance.now()
   * @returns whether it was pressed
   */
  press(key, time) {
    const button = this.#buttons.get(key);
    if (!button || !this.#enabled) {
      return false;
    }
    button.classList.add("lit");
    setTimeout(() => button.classList.remove("lit"), LIT_MS);
    this.dispatchEvent(new CustomEvent("key", { detail: { key, time } }));
    return true;
  }
}
