// Shows what is spoken of in a room, as the server tells it just now: whole each time, as text and nothing else (CC-2.5). It keeps
// nothing in the browser, and asks for nothing but the one line from the server. Without this script the page is made anew by Refresh.

import { beside, hold } from "./room-line.js";
import { guard } from "./typed-form.js";

const PATIENCE_MS = 8000;

const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });

/** A name or a text as others wrote it: its direction is its own. */
const said = (text) => make("bdi", text);

function line({ name, value }) {
  const item = make("li");
  if (name !== "") item.append(make("b", name), " ");
  item.append(said(value));
  return item;
}

function section({ title, records }) {
  const lists = records.map(({ lines, note }) => {
    const list = make("ul");
    list.append(...lines.map(line));
    if (note !== "") list.append(make("li", note));
    return list;
  });
  return [make("h4", title), ...lists];
}

function ask({ kind, by, text }) {
  const item = make("li");
  item.append(make("b", kind), " ", said(text), " ", said(by));
  return item;
}

/**
 * Follows the board of a room: `shown` when it shows what holds now, `lost` when the line is gone, `doubt` when there was none yet, `out`
 * when the seat has ended, `later` when another page follows from the same seat.
 */
export function follow(room, { shown, lost, doubt, out, later }) {
  const board = room.querySelector("[data-board]");
  if (!board) return beside(room, { shown, lost, doubt, out, later });
  const part = (name) => board.querySelector(`[data-${name}]`);
  const article = part("item");
  const talk = part("say");
  const allowed = { organizations: JSON.parse(board.dataset.organizations), identifiers: [] };
  let ends = performance.now() + Number(part("left").dataset.leftMs);
  let byIdentifier = board.dataset.identifier === "yes";

  /** What its reader said themselves has a button by which they take it back. */
  function takeBack(called, handle) {
    const form = part("take-back").content.firstElementChild.cloneNode(true);
    form.elements.namedItem("item").value = handle;
    form.elements.namedItem("said").value = called;
    return form;
  }

  function fill(it, { handle, hand, speaks, hands, mine = [] }) {
    if (part("handle").value !== handle) talk.reset();
    board.querySelectorAll("[data-handle]").forEach((field) => (field.value = handle));
    part("note-link").href = `${board.dataset.notesPage}#item-${handle}`;
    part("called").textContent = it.called;
    part("purpose").textContent = it.purpose;
    part("speaking").textContent = it.speaking === "" ? board.dataset.nobody : it.speaking;
    part("yours").hidden = !speaks;
    part("sections").replaceChildren(...it.sections.flatMap(section));
    const asks = it.said.map(ask);
    for (const { at, said } of mine) asks[at]?.append(" ", takeBack(said, handle));
    part("said").replaceChildren(...asks);
    part("hands").replaceChildren(...hands.map((name) => Object.assign(make("li"), { textContent: name })));
    part("raise").hidden = hand || speaks;
    part("lower").hidden = !hand && !speaks;
    part("checked").hidden = !it.by_identifier;
    byIdentifier = it.by_identifier;
    ends = performance.now() + it.left_ms;
  }

  function tick() {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    part("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  function show(frame) {
    const before = article.hidden ? "" : part("handle").value;
    const nothing = { called: "", purpose: "", speaking: "", sections: [], said: [], by_identifier: true, left_ms: 0 };
    fill(frame.item ?? nothing, frame);
    tick();
    article.hidden = frame.stage !== "item";
    for (const it of board.querySelectorAll("[data-stage]")) it.hidden = it.dataset.stage !== frame.stage;
    const next = part("next");
    if (next) {
      next.hidden = frame.step === null || frame.stage === "over" || frame.stage === "empty";
      part("step").value = String(frame.step ?? "");
      const [minutes, of] = [part("next-minutes"), `${frame.step} ${frame.next_minutes}`];
      // What was typed for the same item stays.
      if (minutes.dataset.of !== of) minutes.value = String(frame.next_minutes ?? "");
      minutes.dataset.of = of;
    }
    if (frame.handle === before && before !== "") return;
    const sentence = board.querySelector(`[data-stage="${frame.stage}"]`)?.textContent;
    part("told").textContent = sentence ?? `${board.dataset.now} ${frame.item.called}. ${frame.item.purpose}`;
  }

  const fits = guard(talk, allowed, () => byIdentifier);

  async function act(form, button) {
    const refused = part("refused");
    refused.hidden = true;
    if (form === talk && !(await fits())) return;
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const reply = await fetch(form.action, { method: "POST", redirect: "manual", body, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (reply.type !== "opaqueredirect") return reply.status === 410 ? out() : void (refused.hidden = false);
      if (form === talk) talk.reset();
    } catch {
      lost();
    }
  }

  board.addEventListener("submit", (event) => {
    event.preventDefault();
    act(event.target, event.submitter);
  });
  setInterval(tick, 1000);
  const heard = {
    board: (event) => {
      part("by-hand").hidden = true;
      show(JSON.parse(event.data));
    },
  };
  function cut(ever) {
    if (ever) lost();
    else part("by-hand").hidden = false;
  }
  return hold(board.dataset.events, { heard, opened: shown, cut, out, later });
}
