// Leaves a client's own view at once: by the button on top, or Shift pressed three times. The page is gone before the network
// answers, and "back" doesn't lead to it (DV-4.6.6). Without this script the same button is a plain link.

// On a device that a worker lent, the worker's own pages in other tabs are covered.

const exit = document.querySelector("[data-exit]");
const WITHIN_MS = 5000;
let pressed = [];

function leave() {
  document.title = "";
  document.body.replaceChildren();
  location.replace(exit.href);
}

if ("lent" in document.documentElement.dataset) {
  new BroadcastChannel("caseward-lock").postMessage({ deed: "lock" });
}

exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keyup", (event) => {
  if (!exit) return;
  if (event.key !== "Shift") {
    pressed = [];
    return;
  }
  const now = event.timeStamp;
  pressed = pressed.filter((it) => now - it < WITHIN_MS);
  pressed.push(now);
  if (pressed.length >= 3) leave();
});
