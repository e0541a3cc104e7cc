// Keeps what a conference shows to those who are there (CC-2.2, NASW-i): says every ten seconds that this page is still open, covers it when
// it was hidden for a minute or the line is lost, and takes everything off it when the seat has ended. Covered first, asked afterwards.
// Nothing is kept in the browser. Without this script the page is made anew by its Refresh link.

import { follow } from "./board.js";

const BEAT_MS = 10_000;
const HIDDEN_MS = 60_000;
/** How long an answer may take before the line counts as lost. */
const PATIENCE_MS = 8000;

const room = document.querySelector("[data-room]");
const sheet = document.querySelector("[data-room-cover]");
let board = null;
let over = false;
let asking = false;
let hidden = 0;
let hiding = 0;

const post = (address, form) =>
  fetch(address, {
    method: "POST",
    redirect: "manual",
    keepalive: true,
    headers: { accept: "application/json" },
    body: new URLSearchParams({ seat: room.dataset.seat, ...form }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

function cover() {
  if (room.hidden) return;
  room.hidden = true;
  sheet.hidden = false;
  sheet.focus();
}

function uncover() {
  if (over || !room.hidden || document.hidden || !board.holds()) return;
  sheet.hidden = true;
  room.hidden = false;
}

/** The seat has ended: nothing of the room stays on the page, and the server says why. */
function out() {
  over = true;
  board.stop();
  cover();
  room.replaceChildren();
  location.replace(location.pathname);
}

/** Another page shows the room from the same seat: this one shows nothing more, and asks for nothing, so that they don't do so in turn. */
function later() {
  over = true;
  const [why, next] = sheet.querySelectorAll("p");
  why.textContent = sheet.dataset.later;
  next.textContent = sheet.dataset.laterNext;
  cover();
  room.replaceChildren();
}

function tell({ minutes_left, changes }) {
  room.querySelector("[data-minutes]").textContent = String(minutes_left);
  room.querySelector("[data-news]").hidden = String(changes) === room.dataset.changes;
  uncover();
}

async function beat() {
  if (over || asking) return;
  asking = true;
  try {
    const reply = await post(room.dataset.beat, {});
    if (over) return;
    // A server that is being started anew knows the seat when it is there again.
    if (reply.status >= 500) return cover();
    const heard = reply.ok ? await reply.json() : { seated: false };
    if (heard.seated) tell(heard);
    else out();
  } catch {
    cover();
  } finally {
    asking = false;
  }
}

/** Nobody looked at the page for a minute. */
function leave() {
  if (over) return;
  over = true;
  board.stop();
  cover();
  room.replaceChildren();
  const gone = () => location.replace(location.pathname);
  post(room.dataset.leave, { why: "hidden" }).then(gone, gone);
}

function looked() {
  clearTimeout(hiding);
  if (document.hidden) {
    hidden = Date.now();
    hiding = setTimeout(leave, HIDDEN_MS);
  } else if (hidden > 0 && Date.now() - hidden >= HIDDEN_MS) {
    leave();
  } else {
    hidden = 0;
    beat();
  }
}

/** The line on which the board comes is lost: covered, and asked whether the seat still counts. */
function lost() {
  if (over) return;
  cover();
  beat();
}

if (room && sheet) {
  board = follow(room, { shown: uncover, lost, doubt: beat, out, later });
  setInterval(beat, BEAT_MS);
  document.addEventListener("visibilitychange", looked);
  addEventListener("offline", cover);
  addEventListener("online", beat);
  // A page that comes back out of the browser's memory is asked about before it is seen.
  addEventListener("pageshow", (event) => {
    if (event.persisted) cover();
    looked();
  });
}
