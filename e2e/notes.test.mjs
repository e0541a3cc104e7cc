// Notes in the room of a case conference, and what is written down there: what could tell who a shielded client is never leaves the typist's
// page, what may be noted is kept, and leaving destroys it (CC-2.4, CC-2.6, CC-2.7). By keyboard alone, and without scripts.
//
// Saffron Nightjar is spoken of by an identifier. Her name stands nowhere here but where Wren types it.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, openBrowser, promise } from "./desk.mjs";
import { openOffice } from "./office.mjs";
import { IDENTIFIER, comeIn, kept, noteOf, openMeeting, overheard, series, sitDown, tabTo } from "./table.mjs";

/** As it is, and as somebody pastes it: with a sign that nobody sees, with a letter of another alphabet, wide, and as it is read letter by letter. */
const WRITTEN = ["Nightjar", "Night\u200Bjar", "N\u0456ghtjar", "\uFF2Eightjar", "N.i.g.h.t.j.a.r", "n i g h t j a r"];
const WITHOUT = { javaScriptEnabled: false };
/** Longer than what is sent by itself a moment after one stops typing. */
const SENT_MS = 2200;
const FINE = "asks for a room";

let office;
let browser;
let meeting;

before(async () => {
  browser = await openBrowser();
  if (!browser) return;
  office = await openOffice();
  meeting = await openMeeting(browser, office);
});
after(async () => {
  await browser?.close();
  await office?.close();
});

/** Wren sits in the room, with her notes before her. */
async function atNotes(settings = {}) {
  const sat = await sitDown(browser, office, "wren", meeting, settings);
  await sat.page.goto(`${sat.room}/notes`);
  return { ...sat, note: noteOf(sat.page) };
}

/** The same, where decisions and actions are written down. */
async function atActions(settings = {}) {
  const sat = await sitDown(browser, office, "wren", meeting, settings);
  await sat.page.goto(`${sat.room}/actions`);
  const labels = await sat.page.locator("#item option").allInnerTexts();
  const identifier = labels.find((it) => IDENTIFIER.test(it));
  assert.ok(identifier, "somebody is spoken of by an identifier");
  return { ...sat, identifier };
}

/** What was sent to where notes or actions are kept. */
const sentTo = (all, tail) => all.filter((it) => it.method === "POST" && it.path.endsWith(tail));

/** Nothing of a text is in anything that was asked of the server, or in what the browser keeps. */
async function staysHere(page, all, text) {
  const stored = await kept(page);
  for (const word of [text, encodeURIComponent(text)]) {
    assert.ok(!stored.includes(word), "the browser keeps it");
    assert.ok(!all.some((it) => it.whole.includes(word)), "it was sent");
  }
}

promise("cc_2_4_a_name_that_is_typed_in_a_note_is_marked_and_leaves_neither_the_page_nor_the_field", async () => {
  const { page, context, note, faults, close } = await atNotes();
  const all = overheard(context);
  const field = note.locator("textarea");
  for (const written of WRITTEN) {
    await field.fill(`${FINE} with ${written}`);
    await note.locator("[data-note-stopped]:not([hidden]) mark").first().waitFor();
    await note.getByRole("button", { name: "Save this note" }).click();
    await page.waitForTimeout(300);
    assert.equal(await field.getAttribute("aria-invalid"), "true", written);
    assert.deepEqual(sentTo(all, "/notes"), [], written);
    await staysHere(page, all, written);
  }
  // What is marked stands beside the field and nowhere else, and goes when it is written in other words.
  await field.fill(`${FINE} with Nightjar`);
  await note.locator("mark", { hasText: "Nightjar" }).waitFor();
  await page.waitForTimeout(SENT_MS);
  assert.deepEqual(sentTo(all, "/notes"), [], "by itself");
  const elsewhere = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true);
    copy.querySelectorAll("[data-note-stopped]").forEach((it) => it.remove());
    return copy.outerHTML;
  });
  assert.ok(!elsewhere.includes("Nightjar"));
  await field.fill(FINE);
  await note.locator("[data-note-state]", { hasText: "Noted." }).waitFor();
  assert.ok(!(await page.content()).includes("Nightjar"));
  assert.equal(await field.getAttribute("aria-invalid"), null);
  // The server never had it: the page that is made anew has what was allowed.
  await page.reload();
  assert.equal(await field.inputValue(), FINE);
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_6_what_may_be_noted_is_kept_by_itself_and_once_and_another_text_leaves_it_as_it_was", async () => {
  const { page, context, note, close } = await atNotes();
  const all = overheard(context);
  const field = note.locator("textarea");
  await field.pressSequentially(FINE);
  await note.locator("[data-note-state]", { hasText: "Noted." }).waitFor();
  await field.blur();
  await page.waitForTimeout(SENT_MS);
  const sent = sentTo(all, "/notes");
  assert.equal(sent.length, 1);
  assert.match(sent[0].whole, /text=asks\+for\+a\+room$/);
  await staysHere(page, [], FINE);
  // What is stopped behind it takes nothing of it away.
  await field.fill(`${FINE} Nightjar`);
  await page.waitForTimeout(SENT_MS);
  assert.equal(sentTo(all, "/notes").length, 1);
  await page.reload();
  assert.equal(await field.inputValue(), FINE);
  await close();
});

promise("cc_2_4_where_the_words_cant_be_fetched_nothing_of_a_note_is_sent_and_the_page_says_so", async () => {
  const { page, context, room, close } = await sitDown(browser, office, "wren", meeting);
  const all = overheard(context);
  await context.route("**/spanish.txt", (route) => route.fulfill({ status: 503 }));
  await page.goto(`${room}/notes`);
  const note = noteOf(page);
  await note.locator("textarea").fill(FINE);
  await note.locator("[data-note-state]", { hasText: "stays on your screen" }).waitFor();
  await page.waitForTimeout(SENT_MS);
  assert.deepEqual(sentTo(all, "/notes"), []);
  await close();
});

promise("cc_2_4_a_note_of_a_megabyte_is_not_kept_and_the_page_says_why", async () => {
  const { page, context, note, close } = await atNotes();
  const all = overheard(context);
  const field = note.locator("textarea");
  // Longer than what is looked at: it stays on the page.
  await field.fill("a room ".repeat(160_000));
  await note.locator("[data-note-stopped]", { hasText: "too long" }).waitFor();
  await page.waitForTimeout(SENT_MS);
  assert.deepEqual(sentTo(all, "/notes"), []);
  // Just short of that, and of ordinary words: the server reads it to its end, and keeps nothing of it.
  await field.fill("a room ".repeat(149_000));
  await note.locator("[data-note-state]", { hasText: "at most 10,000" }).waitFor();
  assert.equal(sentTo(all, "/notes").length, 1);
  await page.reload();
  assert.equal(await field.inputValue(), "");
  await close();
});

promise("cc_2_7_leaving_asks_first_and_destroys_what_isnt_kept_and_a_certificate_says_so", async () => {
  const { page, note, faults, close } = await atNotes();
  const certificates = async () => {
    await page.goto(`${await series(page)}/notes`);
    return page.getByRole("button", { name: /^Save the certificate/ }).count();
  };
  await note.locator("textarea").fill(FINE);
  await note.locator("[data-note-state]", { hasText: "Noted." }).waitFor();
  await page.getByRole("link", { name: "Leave" }).click();
  await page.getByText("You have notes that aren’t kept yet").waitFor();
  const leaving = page.url();
  const before = await certificates();
  await page.goto(leaving);
  await page.getByRole("button", { name: "Leave, and destroy what isn’t kept" }).click();
  await page.waitForURL(`**${meeting}`);
  // Nothing of it is behind the page any more, and nothing before a new one.
  await page.goBack();
  await page.getByText("You left the room.").waitFor();
  assert.ok(!(await page.content()).includes(FINE));
  assert.equal(await certificates(), before + 1);
  const room = await comeIn(page, meeting);
  await page.goto(`${room}/notes`);
  assert.equal(await note.locator("textarea").inputValue(), "");
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_7_whoever_comes_in_again_in_another_page_has_no_note_there_and_the_earlier_page_empties_itself", async () => {
  const { page, context, note, close } = await atNotes();
  await note.locator("textarea").fill(FINE);
  await note.locator("[data-note-state]", { hasText: "Noted." }).waitFor();
  const again = await context.newPage();
  const room = await comeIn(again, meeting);
  await again.goto(`${room}/notes`);
  assert.equal(await noteOf(again).locator("textarea").inputValue(), "");
  // The earlier page asks whether its seat counts, as it does every ten seconds.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByText("You came in once more in another page").waitFor();
  assert.equal(await page.locator("textarea").count(), 0);
  assert.ok(!(await page.content()).includes(FINE));
  await close();
});

promise("cc_2_6_a_note_is_typed_kept_in_the_file_and_the_room_left_by_keyboard_alone", async () => {
  const { page, room, faults, close } = await sitDown(browser, office, "wren", meeting);
  await tabTo(page, 'section[aria-labelledby="notes-slot"] a.button');
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${room}/notes`);
  await tabTo(page, 'form[data-note="checked"] textarea');
  await page.keyboard.type("Nightjar slept badly");
  await noteOf(page).locator("mark", { hasText: "Nightjar" }).waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("slept badly");
  await tabTo(page, 'form[data-note="checked"] button');
  await page.keyboard.press("Enter");
  await noteOf(page).locator("[data-note-state]", { hasText: "Noted." }).waitFor();
  await page.reload();
  await tabTo(page, `main a[href="${room}/leave"]`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/leave");
  await tabTo(page, 'main a[href*="/keep/"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/keep/*");
  for (const name of ["nature", "provenance"]) {
    await tabTo(page, `select[name="${name}"]`);
    await page.keyboard.press("ArrowDown");
  }
  await tabTo(page, "main form .actions button");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.includes("/keep/"));
  await page.goto(`${room}/leave`);
  await page.getByText("You have no notes that aren’t kept.").waitFor();
  await tabTo(page, 'button[name="why"][value="left"]');
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${meeting}`);
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_4_without_scripts_a_note_is_sent_by_its_button_stopped_with_blanks_and_kept_when_it_may_be", async () => {
  const { page, room, note, faults, close } = await atNotes({ ...WITHOUT, viewport: PHONE });
  const field = note.locator("textarea");
  const save = note.getByRole("button", { name: "Save this note" });
  await field.fill("asks with Nightjar for a room");
  await save.click();
  assert.equal(await field.inputValue(), "asks with […] for a room");
  await page.getByText("Signs 11 to 18:").waitFor();
  assert.ok(!(await page.content()).includes("Nightjar"));
  await field.fill(FINE);
  await save.click();
  await page.waitForURL(`**${room}/notes`);
  assert.equal(await field.inputValue(), FINE);
  await page.getByRole("link", { name: "Leave", exact: true }).click();
  await page.getByRole("button", { name: "Leave, and destroy what isn’t kept" }).click();
  await page.waitForURL(`**${meeting}`);
  const answer = await page.goto(`${room}/notes`);
  assert.equal(answer.status(), 410);
  assert.ok(!(await page.content()).includes(FINE));
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_4_a_name_in_a_decision_is_stopped_before_it_leaves_the_page_also_before_it_is_said_whom_it_is_about", async () => {
  const { page, context, identifier, faults, close } = await atActions();
  const all = overheard(context);
  const field = page.locator("#text");
  const write = page.getByRole("button", { name: "Write it down" });
  const form = page.locator("[data-action-form]");
  for (const chosen of ["Please choose", identifier]) {
    await page.locator("#item").selectOption({ label: chosen });
    await page.locator("#kind").selectOption("decision");
    for (const written of WRITTEN) {
      await field.fill(`A room for ${written}.`);
      await form.locator("[data-stopped]:not(:empty)").waitFor();
      await write.click();
      await field.press("Enter");
      await page.waitForTimeout(150);
      assert.equal(await field.getAttribute("aria-invalid"), "true", written);
      assert.deepEqual(sentTo(all, "/actions"), [], written);
      await staysHere(page, all, written);
    }
  }
  // Allowed: it goes, stands there, and looks like nothing that has to be mended.
  await field.fill("We look for a flat.");
  await page.waitForFunction(() => document.querySelector("[data-stopped]").textContent === "");
  assert.equal(await field.getAttribute("aria-invalid"), null);
  await write.click();
  await page.getByText("We look for a flat.").waitFor();
  const sent = sentTo(all, "/actions");
  assert.equal(sent.length, 1);
  assert.match(sent[0].whole, /text=We\+look\+for\+a\+flat\./);
  assert.ok(!(await page.content()).includes("Nightjar"));
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_4_what_was_typed_about_somebody_by_name_is_looked_at_anew_when_it_is_to_be_about_somebody_without", async () => {
  const { page, context, identifier, close } = await atActions();
  const all = overheard(context);
  const labels = await page.locator("#item option").allInnerTexts();
  const byName = labels.find((it) => it !== "Please choose" && it !== identifier);
  if (byName === undefined) return void (await close());
  await page.locator("#item").selectOption({ label: byName });
  await page.locator("#text").fill("Nightjar calls her.");
  await page.waitForTimeout(400);
  assert.equal(await page.locator("[data-stopped]").innerText(), "");
  await page.locator("#item").selectOption({ label: identifier });
  await page.locator("[data-stopped]", { hasText: "Nightjar" }).waitFor();
  await page.locator("#kind").selectOption("decision");
  await page.getByRole("button", { name: "Write it down" }).click();
  await page.waitForTimeout(300);
  await staysHere(page, all, "Nightjar");
  await close();
});

promise("cc_2_4_decisions_are_written_down_by_keyboard_alone_and_without_scripts", async () => {
  const { page, faults, close } = await atActions({ ...WITHOUT, viewport: PHONE });
  await tabTo(page, "#item");
  // The identifier is typed, as one chooses in a list.
  const identifier = (await page.locator("#item option").allInnerTexts()).find((it) => IDENTIFIER.test(it));
  await page.keyboard.type(identifier.slice(0, 4));
  await tabTo(page, "#kind");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, "#text");
  await page.keyboard.type("A room for Nightjar.");
  await page.keyboard.press("Enter");
  await page.locator(".problems").waitFor();
  assert.ok(!(await page.content()).includes("Nightjar"));
  await tabTo(page, "#text");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("A room is free on the second floor.");
  await page.keyboard.press("Enter");
  await page.getByText("A room is free on the second floor.").waitFor();
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_10_whoever_is_taken_out_of_the_series_has_an_empty_page_at_once_and_gets_in_by_no_old_address", async () => {
  const hers = await sitDown(browser, office, "heather", meeting);
  await hers.page.locator("[data-stage]:not([hidden]), [data-item]:not([hidden])").first().waitFor();
  const table = await (async () => {
    const lead = await sitDown(browser, office, "basil", meeting);
    const address = await series(lead.page);
    await lead.page.goto(address);
    await lead.page.getByRole("button", { name: /^Take out Heather/ }).click();
    await lead.page.waitForURL(`**${address}`);
    await lead.close();
    return address;
  })();
  await hers.page.getByText("You don’t take part in this conference any more").waitFor();
  assert.equal(await hers.page.locator("[data-board]").count(), 0);
  assert.deepEqual(hers.faults, []);
  // With the cookie that she had: no page of it, no line, no seat, and nothing that is written there.
  const { request } = hers.page;
  for (const address of [hers.room, `${hers.room}/notes`, `${hers.room}/actions`, `${hers.room}/events`, meeting, `${meeting}/agenda`, table]) {
    const answer = await request.get(address);
    assert.ok(answer.status() >= 400, `${answer.status()} at ${address}`);
    assert.doesNotMatch(await answer.text(), />[B-DF-HJKM-Z]{4}-[B-DF-HJKM-Z]{4}<|Farawell housing table/, address);
  }
  const seat = hers.room.split("/").pop();
  for (const [path, form] of [
    [`${meeting}/seat`, { reminded: "yes", attests: "yes" }],
    [`${meeting}/beat`, { seat }],
    [`${hers.room}/say`, { item: "x", kind: "ask", text: "who has a room" }],
    [`${hers.room}/notes`, { item: "x", text: FINE }],
    [`${table}/signature`, { version: "1", name: "Heather Softmoor", position: "x", email: "h@example.org", phone: "1", accepts: "yes" }],
  ]) {
    const answer = await request.post(path, { form, maxRedirects: 0, headers: { origin: office.address } });
    const status = answer.status();
    const told = path.endsWith("/beat") ? await answer.text() : "";
    assert.ok(status >= 400 || told.includes('"seated":false'), `${status} at ${path}`);
  }
  await hers.close();
});
