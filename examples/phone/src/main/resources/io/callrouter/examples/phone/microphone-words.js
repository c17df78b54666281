const REFUSED =
  "The browser refused the microphone. Allow it beside the page’s address and call again, or call without it: you hear the agent, but cannot speak.";

const WORDS = {
  NotAllowedError: REFUSED,
  SecurityError: REFUSED,
  NotFoundError:
    "No microphone was found. Plug one in and call again, or call without it: you hear the agent, but cannot speak.",
  NotReadableError:
    "The microphone cannot be opened: another program may have it. Close that and call again, or call without it.",
};

/** What a person can do about a microphone that cannot be had. */
export function wordsFor(error) {
  return WORDS[error.name] ?? `The microphone cannot be opened: ${error.message || error.name}.`;
}

/** Why no browser would let this page make a call, or null if it may. */
export function whyNoAudio() {
  if (window.isSecureContext && navigator.mediaDevices) {
    return null;
  }
  return `Browsers give the microphone, and the means to play a call, to secure pages only: ${location.host} over http is none. Open http://127.0.0.1:${location.port || 80}/ on the machine that this page comes from.`;
}
