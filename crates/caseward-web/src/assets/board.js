// Shows what is spoken of in a room, as the server tells it just now: whole each time, as text and nothing else (CC-2.5). It keeps
// nothing in the browser, and asks for nothing but the one line from the server. Without this script the page is made anew by Refresh.

import { guard } from "./typed-form.js";

const PATIENCE_MS = 8000;
const AGAIN_MS = 2000;

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
 * Follows the board of a room: `shown` when it shows what holds now, `lost` when the line is gone, `out` when the seat has ended, `later`
 * when another page follows from the same seat.
 */
export function follow(room, { shown, lost, out, later }) {
  const board = room.querySelector("[data-board]");
  if (!board) return { holds: () => true, stop: () => {} };
  const part = (name) => board.querySelector(`[data-${name}]`);
  const article = part("item");
  const talk = part("say");
  const allowed = { organizations: JSON.parse(board.dataset.organizations), identifiers: [] };
  let source = null;
  let live = false;
  let ever = false;
  let over = false;
  let ends = performance.now() + Number(part("left").dataset.leftMs);
  let byIdentifier = board.dataset.identifier === "yes";

  function fill(it, { handle, hand, speaks, hands }) {
    if (part("handle").value !== handle) talk.reset();
    board.querySelectorAll("[data-handle]").forEach((field) => (field.value = handle));
    part("note-link").href = `${board.dataset.notesPage}#item-${handle}`;
    part("called").textContent = it.called;
    part("purpose").textContent = it.purpose;
    part("speaking").textContent = it.speaking === "" ? board.dataset.nobody : it.speaking;
    part("yours").hidden = !speaks;
    part("sections").replaceChildren(...it.sections.flatMap(section));
    part("said").replaceChildren(...it.said.map(ask));
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

  function open() {
    if (over) return;
    source = new EventSource(board.dataset.events);
    source.addEventListener("board", (event) => {
      live = true;
      ever = true;
      part("by-hand").hidden = true;
      show(JSON.parse(event.data));
      shown();
    });
    source.addEventListener("out", () => {
      stop();
      out();
    });
    source.addEventListener("later", () => {
      stop();
      later();
    });
    source.addEventListener("error", () => {
      live = false;
      if (ever) lost();
      else part("by-hand").hidden = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
    });
  }

  function stop() {
    over = true;
    source?.close();
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

  for (const form of board.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act(form, event.submitter);
    });
  }
  setInterval(tick, 1000);
  open();
  /** Whether what the page shows holds: nothing was ever told, or the line stands. */
  return { holds: () => live || !ever, stop };
}
