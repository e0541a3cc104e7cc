// Keeps the screen from eyes that pass by (RE-6, DV-4.6.6): covers it when nobody touched any of its tabs for a
// while, hides it when another window comes before it, and covers it at once when Esc is pressed twice.
// The cover itself, and the way back from it, are those of the Lock button.

const lock = document.querySelector("[data-lock]");
const sheet = document.getElementById("veil");
const { rest, veil: veilAfter } = document.documentElement.dataset;
const REST_MS = Number(rest) * 60_000;
const VEIL_MS = Number(veilAfter) * 1000;
/** Two presses within this time are one. */
const TWICE_MS = 600;
/** How often the other tabs hear that someone is here. */
const TELL_EVERY_MS = 2000;

const tabs = new BroadcastChannel("caseward-screen");
let touched = Date.now();
let told = 0;
let escaped = 0;
let veiling = 0;
let veiled = null;

const isCovered = () => document.querySelector("body > .cover:not(.veil)") !== null;

function touch() {
  touched = Date.now();
  if (touched - told < TELL_EVERY_MS || isCovered()) return;
  told = touched;
  tabs.postMessage("touched");
}

function coverAll() {
  unveil();
  if (!isCovered()) lock.click();
}

function restEnds() {
  if (Date.now() - touched >= REST_MS) coverAll();
}

function veil() {
  if (veiled || isCovered() || document.hasFocus()) return;
  const cover = sheet.content.firstElementChild.cloneNode(true);
  const stilled = Array.from(document.body.children).filter((element) => !element.inert);
  veiled = { cover, stilled, title: document.title, focus: document.activeElement };
  for (const element of stilled) element.inert = true;
  document.title = cover.dataset.title;
  document.body.append(cover);
}

function unveil() {
  clearTimeout(veiling);
  if (!veiled) return;
  const { cover, stilled, title, focus } = veiled;
  veiled = null;
  for (const element of stilled) element.inert = false;
  cover.remove();
  document.title = title;
  if (focus instanceof HTMLElement) focus.focus();
}

function twice(event) {
  if (event.key !== "Escape" || event.repeat || isCovered()) return;
  const now = Date.now();
  const isSecond = now - escaped < TWICE_MS;
  escaped = isSecond ? 0 : now;
  if (!isSecond) return;
  event.preventDefault();
  coverAll();
}

if (lock && sheet) {
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, touch, { passive: true, capture: true });
  }
  addEventListener("keydown", twice, { capture: true });
  tabs.addEventListener("message", () => (touched = Date.now()));
  setInterval(restEnds, 1000);
  // A page that was put aside, or a machine that slept, is looked at again before it is seen.
  addEventListener("pageshow", restEnds);
  document.addEventListener("visibilitychange", restEnds);
  if (VEIL_MS > 0) {
    addEventListener("blur", () => (veiling = setTimeout(veil, VEIL_MS)));
    addEventListener("focus", unveil);
  }
}

// A page that was asked for to be printed opens the browser's own dialog for that.
if (document.querySelector("[data-print]")) addEventListener("load", () => print());
