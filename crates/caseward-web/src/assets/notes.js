// Keeps what somebody notes in a room (CC-2.4, CC-2.6): on an item by identifier it is checked as it is typed, and nothing that could tell of
// anybody leaves this page. What may be kept is sent a moment after one stops typing. Nothing is stored in the browser. Without this script
// each note is sent by its own button, and the server checks it; it does so with the script as well.

import { check, load } from "./typed.js";

/** How long after the last key a note is looked at, and sent, in ms. */
const LOOK_MS = 300;
const SEND_MS = 1500;
/** How many places are listed at most. */
const MOST = 20;

const notes = document.querySelector("[data-notes]");
const allowed = notes ? JSON.parse(notes.dataset.allowed) : {};
const why = (word) => notes.querySelector(`[data-why="${word}"]`)?.textContent ?? word;

/** A note with its field, what is shown of it, and what of it the server has. */
class Note {
  constructor(form) {
    this.form = form;
    this.field = form.elements.namedItem("text");
    this.isChecked = form.dataset.note === "checked";
    this.kept = this.field.value;
    this.looking = 0;
    this.sending = 0;
    this.busy = false;
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("blur", () => this.send());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  part(name) {
    return this.form.querySelector(`[data-note-${name}]`);
  }

  say(text) {
    const state = this.part("state");
    if (state.textContent !== text) state.textContent = text;
  }

  typed() {
    clearTimeout(this.looking);
    clearTimeout(this.sending);
    this.say("");
    this.looking = setTimeout(() => this.look(), LOOK_MS);
    this.sending = setTimeout(() => this.send(), SEND_MS);
  }

  /** Says what is stopped in what stands there; whether nothing is. Where it can't be checked, all of it is. */
  async look() {
    if (!this.isChecked) return true;
    let stopped;
    try {
      const words = await load();
      stopped = check(this.field.value, allowed, words);
    } catch {
      this.say(notes.dataset.saysWaits);
      return false;
    }
    this.show(stopped);
    return stopped.length === 0;
  }

  show(stopped) {
    const text = this.field.value;
    const list = this.part("stopped");
    const lines = stopped.slice(0, MOST).map((it) => {
      const line = document.createElement("li");
      const mark = document.createElement("mark");
      mark.textContent = text.slice(it.from, Math.min(it.to, it.from + 40));
      line.append(mark, ` ${why(it.why)}`);
      return line;
    });
    list.querySelector("ul").replaceChildren(...lines);
    list.hidden = stopped.length === 0;
    if (list.hidden) this.field.removeAttribute("aria-invalid");
    else this.field.setAttribute("aria-invalid", "true");
  }

  async send() {
    clearTimeout(this.sending);
    if (!this.form.isConnected || this.busy || this.field.value === this.kept) return;
    this.busy = true;
    const text = this.field.value;
    try {
      if (await this.look()) await this.post(text);
    } catch {
      this.say(notes.dataset.saysUnkept);
    } finally {
      this.busy = false;
    }
    // What was typed meanwhile goes next.
    if (this.field.value !== text) this.typed();
  }

  async post(text) {
    // What was typed while it was being looked at hasn't been checked.
    if (text !== this.field.value || !this.form.isConnected) return;
    const item = this.form.elements.namedItem("item").value;
    const reply = await fetch(this.form.action, {
      method: "POST",
      redirect: "manual",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ item, text }),
    });
    const told = (reply.headers.get("content-type") ?? "").startsWith("application/json") ? await reply.json() : {};
    if (told.kept) {
      this.kept = text;
      this.say(notes.dataset.saysKept);
      this.name(told.naming ?? []);
    } else {
      if (told.stopped?.length) this.show(told.stopped);
      this.say(told.says || notes.dataset.saysUnkept);
    }
  }

  /** Tells whoever may know of the client anyway which ordinary words are a name of theirs. */
  name(words) {
    this.part("names").textContent = words.join(", ");
    this.part("naming").hidden = words.length === 0;
  }
}

if (notes) {
  for (const form of notes.querySelectorAll("form[data-note]")) new Note(form);
  if (notes.querySelector('[data-note="checked"]')) load().catch(() => {});
}
