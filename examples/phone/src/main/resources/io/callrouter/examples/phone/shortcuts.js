/** Where a letter or digit is text, and where Enter has a meaning of its own. */
const TEXT = "input[type=search], textarea, select";
const OWN_ENTER = "button, a, summary, audio, select, textarea, input[type=search]";

/** The keyboard as a telephone: keys, Enter to call, Escape to hang up, from anywhere on the page. */
export function listenToKeyboard({ key, call, hangUp }) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
      return;
    }
    if (event.key === "Escape") {
      hangUp();
    } else if (event.key === "Enter" && !event.target.closest(OWN_ENTER)) {
      event.preventDefault();
      call();
    } else if (event.key.length === 1 && !event.target.closest(TEXT)) {
      key(event.key.toUpperCase(), event.timeStamp);
    }
  });
}
