// Leaves a client's own view, or a worker's pages, at once: by the button on top, or Shift pressed three times. The page is gone before
// the network answers, and "back" doesn't lead to it (DV-4.6.6, RE-6). Without this script the same button is a plain link.

const exit = document.querySelector("[data-exit]");
const others = new BroadcastChannel("caseward-lock");
const WITHIN_MS = 5000;
let pressed = [];

/** A worker's own pages in other tabs are covered. */
function coverOthers() {
  others.postMessage({ deed: "lock" });
}

function leave() {
  document.title = "";
  document.body.replaceChildren();
  coverOthers();
  location.replace(exit.href);
}

// On a device that a worker lent, they are covered as soon as it is lent.
if ("lent" in document.documentElement.dataset) coverOthers();

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// Shift that was held to choose or to scroll with the mouse is no way out.
for (const kind of ["pointerdown", "wheel"]) {
  addEventListener(kind, () => (pressed = []), { passive: true, capture: true });
}

document.addEventListener("keyup", (event) => {
  if (!exit) return;
  // With another key that is held, Shift changes between keyboards: nothing that was typed may be lost by that.
  if (event.key !== "Shift" || event.altKey || event.ctrlKey || event.metaKey) {
    pressed = [];
    return;
  }
  const now = event.timeStamp;
  pressed = pressed.filter((it) => now - it < WITHIN_MS);
  pressed.push(now);
  if (pressed.length >= 3) leave();
});
