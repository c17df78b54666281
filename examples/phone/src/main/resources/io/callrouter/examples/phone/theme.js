const KEPT = "callrouter-phone-theme";

/** Light, dark, or as the system has it; kept for the next visit. */
export function listenToTheme(choices, changed) {
  const kept = localStorage.getItem(KEPT) ?? "auto";
  for (const choice of choices.querySelectorAll("input")) {
    choice.checked = choice.value === kept;
    choice.addEventListener("change", () => {
      localStorage.setItem(KEPT, choice.value);
      apply(choice.value);
      changed();
    });
  }
  apply(kept);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
}
