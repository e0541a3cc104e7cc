// Covers the page at once and locks the session, and gives the page back as it was: typed text, place and focus
// (DV-4.6.6, RE-6). The server is locked too: only its person's proof opens it. Without this script the same
// button leads to a page that asks for the proof. When it is to happen by itself, screen.js says.

import { ask, why } from "./webauthn.js";

const opener = document.querySelector("[data-lock]");
const master = document.getElementById("cover");
const others = new BroadcastChannel("caseward-lock");
let covered = null;

const post = (address, form) =>
  fetch(address, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "application/json" },
    body: new URLSearchParams(form),
  });

function cover(tell) {
  // A page that was left in a hurry is empty, and stays so.
  if (covered || !master?.isConnected) return;
  const sheet = master.content.firstElementChild.cloneNode(true);
  const around = Array.from(document.body.children);
  covered = {
    sheet,
    title: document.title,
    focus: document.activeElement,
    stilled: around.filter((element) => !element.inert),
  };
  for (const element of covered.stilled) element.inert = true;
  document.title = sheet.dataset.title;
  document.body.append(sheet);
  sheet.querySelector("form").addEventListener("submit", prove);
  sheet.querySelector("[data-cover-passkey]").addEventListener("click", provePasskey);
  sheet.focus();
  if (tell) others.postMessage({ deed: "lock" });
  const locked = tell ? post("/lock", {}) : Promise.resolve();
  locked.then(offer, () => say("failed"));
}

/** Shows by what this person can come back. */
async function offer() {
  const reply = await fetch("/unlock/ways", { headers: { accept: "application/json" } });
  if (!covered) return;
  if (!reply.ok) return say("over");
  const ways = await reply.json();
  const { sheet } = covered;
  if (ways.of !== sheet.dataset.of) return leave();
  const passkey = ways.passkey && why() === "cancelled";
  sheet.querySelector("[data-cover-passkey]").hidden = !passkey;
  sheet.querySelector("[data-cover-passphrase]").hidden = !ways.passphrase;
  sheet.querySelector("[data-cover-code]").hidden = ways.passphrase || !ways.code;
  sheet.querySelector("[data-cover-provider]").hidden = !ways.provider;
  const go = ways.passphrase || ways.code || ways.persona || ways.provider;
  sheet.querySelector("[data-cover-go]").hidden = !go;
  sheet.querySelector("[name=proof-link]").value = ways.persona ?? "";
  const first = sheet.querySelector(":is(button, p:not([hidden]) > input):not([hidden], [type=hidden])");
  (first ?? sheet).focus();
}

function say(key) {
  if (!covered) return;
  const line = covered.sheet.querySelector("[data-said]");
  line.textContent = line.dataset[key];
  line.hidden = false;
}

async function prove(event) {
  event.preventDefault();
  await settle(post("/prove", new FormData(event.target)));
  event.target.reset();
}

async function provePasskey() {
  try {
    const found = await ask("/prove/passkey", false, null);
    await settle(post("/prove", { "proof-half": found.half, "proof-answer": found.answer }));
  } catch {
    say("cancelled");
  }
}

async function settle(sent) {
  try {
    const reply = await sent;
    if (reply.ok) {
      const { of } = await reply.json();
      if (of !== covered?.sheet.dataset.of) return leave();
      others.postMessage({ deed: "unlock", of });
      uncover();
    } else if (reply.type === "opaqueredirect" || reply.status === 401) say("over");
    else say(reply.status === 403 ? "wrong" : "later");
  } catch {
    say("failed");
  }
}

/** Somebody else has come in at this browser: the page goes, and nothing of it is shown to them. */
function leave() {
  location.replace("/");
}

function uncover() {
  if (!covered) return;
  const { sheet, title, focus, stilled } = covered;
  for (const element of stilled) element.inert = false;
  sheet.remove();
  document.title = title;
  covered = null;
  if (focus instanceof HTMLElement) focus.focus();
}

if (opener) {
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    cover(true);
  });
  others.addEventListener("message", ({ data }) => {
    if (data.deed === "lock") cover(false);
    else if (data.of === covered?.sheet.dataset.of) uncover();
    else if (covered) leave();
  });
}
