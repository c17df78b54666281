/** What each state is called, and what there is to say of it. */
const STATES = {
  LOST: ["No line", "The phone server does not answer."],
  READY: ["Ready", "Press Call, or Enter."],
  INITIATED: ["Calling", "The carrier has told the router of the call."],
  RINGING: ["Ringing", "The router has not answered yet."],
  ANSWERED: ["Answered", "Press keys, speak, or Escape to hang up."],
  ENDED: ["Ended", "Its record closes in a moment."],
  OVER: ["Ended", "Press Call, or Enter, for another one."],
};

/** The call's state in words, its time, and the buttons that begin and end it. */
export class CallPanel {
  #state = document.querySelector("#state");
  #explained = document.querySelector("#state-explained");
  #time = document.querySelector("#call-time");
  #call = document.querySelector("#call");
  #hangUp = document.querySelector("#hang-up");
  #ticking = 0;

  set state(state) {
    const [name, explained] = STATES[state];
    document.documentElement.dataset.state = state.toLowerCase();
    this.#state.textContent = name;
    this.#explained.textContent = explained;
    const calling = ["INITIATED", "RINGING", "ANSWERED"].includes(state);
    this.#swap(calling);
    this.#call.disabled = state === "LOST" || state === "ENDED";
  }

  /** The button that has a meaning takes the other's place, and the focus with it. */
  #swap(calling) {
    const [shown, hidden] = calling ? [this.#hangUp, this.#call] : [this.#call, this.#hangUp];
    const focused = document.activeElement === hidden;
    shown.hidden = false;
    hidden.hidden = true;
    if (focused) {
      shown.focus();
    }
  }

  /** Shows the call's time from now on. */
  startTime(clock) {
    this.stopTime();
    const tell = () => {
      const seconds = Math.floor(clock() / 1000);
      this.#time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    tell();
    this.#ticking = setInterval(tell, 250);
  }

  stopTime() {
    clearInterval(this.#ticking);
  }
}
