// Looks at what is typed about somebody who is spoken of without a name, while it is typed and once more before it is sent: what could
// tell of anybody stays on this screen (CC-2.4). The server does the same again. Nothing is kept.

import { check, load } from "./typed.js";

/**
 * Watches the text of a form while `isOn` says so. Gives a function that tells whether the text can be sent.
 * `allowed` has the names of the member organizations, and the shapes of identifiers.
 */
export function guard(form, allowed, isOn) {
  const field = form.querySelector("[data-typed]");
  const told = form.querySelector("[data-stopped]");
  let words = null;

  const ready = async () => (words ??= await load());

  /** Says what is stopped, if anything is. What stands there already isn't said anew, so that it is read aloud once. */
  function say(text) {
    if (told.textContent !== text) told.textContent = text;
    if (text === "") field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }

  function look() {
    const found = words === null ? [] : check(field.value, allowed, words);
    const pieces = found.map(({ from, to }) => field.value.slice(from, to));
    say(pieces.length === 0 ? "" : `${form.dataset.stops} ${pieces.join(" · ")}`);
    return pieces.length === 0;
  }

  field.addEventListener("input", async () => {
    if (!isOn()) return say("");
    try {
      await ready();
      look();
    } catch {
      // It is asked again before anything is sent.
    }
  });

  // What was stopped goes with what was typed: it was about somebody who isn't spoken of any more.
  form.addEventListener("reset", () => say(""));

  return async () => {
    if (!isOn()) return true;
    try {
      await ready();
    } catch {
      told.textContent = form.dataset.unchecked;
      return false;
    }
    return look();
  };
}
