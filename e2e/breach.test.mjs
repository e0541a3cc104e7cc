// A breach is reported from any page in one action and without naming the client; whoever leads is told at once; and a finding ends the part
// in conferences of whoever broke the agreement (CC-2.8, CC-2.9, CC-2.10, CC-3). By keyboard alone, and without scripts.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, deskOf, fileOf, openBrowser, promise } from "./desk.mjs";
import { clientNames, namedIn, openOffice } from "./office.mjs";
import { openMeeting, overheard, series, sitDown, tabTo } from "./table.mjs";

const REPORT = 'header a[href="/breaches/new"]';
/** An identifier, wherever it stands. */
const IDENTIFIER = />[B-DF-HJKM-Z]{4}-[B-DF-HJKM-Z]{4}</;
const WITHOUT = { javaScriptEnabled: false };

let office;
let browser;
let meeting;
const people = clientNames();

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

/** Reports something; only what happened has to be said. */
async function report(page, what, whom = null) {
  await page.goto("/breaches/new");
  await page.locator("#what").fill(what);
  if (whom !== null) await page.locator("#whom").selectOption({ label: whom });
  await page.locator("main form .actions button").click();
  await page.waitForURL("**/breaches");
}

/** Opens the report that says this, at the desk of whoever handles it. */
async function atDesk(page, what) {
  await page.goto("/breaches/desk");
  for (const link of await page.locator("main .looks a").evaluateAll((all) => all.map((a) => a.href))) {
    await page.goto(link);
    if ((await page.locator("main .lead").innerText()) === what) return link;
  }
  return null;
}

promise("cc_2_8_from_every_screen_one_action_opens_a_form_that_knows_nothing_of_the_client_one_came_from", async () => {
  const { page, context, room, faults, close } = await sitDown(browser, office, "wren", meeting);
  const file = await fileOf(page, "Saffron Nightjar");
  const id = file.split("/").pop();
  const screens = [room, `${room}/notes`, `${room}/actions`, `${room}/leave`, meeting, await series(page), "/conferences/actions", "/today", "/clients", file, `${file}/notes`, "/by-name-list", "/settings/sign-in", "/ledger", "/help", "/nowhere"];
  for (const screen of screens) {
    await page.goto(screen);
    const button = page.locator(REPORT);
    assert.equal(await button.count(), 1, screen);
    const all = overheard(context);
    await button.click();
    await page.waitForURL("**/breaches/new");
    assert.equal(await page.locator("#what").inputValue(), "", screen);
    const shown = await page.content();
    assert.deepEqual(namedIn(shown, people), [], screen);
    for (const it of [...all.map((it) => it.whole), shown]) assert.ok(!it.includes(id) && !it.includes(room), screen);
    context.removeAllListeners("request");
  }
  // Where one sits in a room, one still does.
  const back = await page.goto(`${room}/notes`);
  assert.equal(back.status(), 200);
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_8_a_breach_is_reported_by_keyboard_alone_and_whoever_leads_is_told_at_once_and_reads_no_name_but_whose_it_is", async () => {
  const what = "A list lay in the hall.";
  const { page, faults, close } = await deskOf(browser, office, "heather");
  await page.goto("/today");
  await page.keyboard.press("b");
  await page.waitForURL("**/breaches/new");
  await tabTo(page, "#what");
  await page.keyboard.type(what);
  await tabTo(page, "main form .actions button");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/breaches");
  await page.getByText(what).waitFor();
  assert.ok(!(await page.title()).includes("hall"));
  assert.deepEqual(faults, []);

  const lead = await deskOf(browser, office, "basil");
  await lead.page.goto("/today");
  await lead.page.locator('main a[href="/breaches/desk"]').first().waitFor();
  assert.ok(!(await lead.page.locator("main").innerText()).includes("hall"), "a task says nothing of it");
  const place = await atDesk(lead.page, what);
  assert.ok(place, "it is at the desk of whoever leads");
  assert.deepEqual(namedIn(await lead.page.content(), people), []);
  await tabTo(lead.page, 'form[action$="/acknowledge"] button');
  await lead.page.keyboard.press("Enter");
  await lead.page.locator('form[action$="/inquire"]').waitFor();
  assert.deepEqual(lead.faults, []);
  await lead.close();

  // Whoever reported it sees that somebody took it up; whoever has no part in it sees nothing.
  await page.goto("/breaches");
  await page.getByText(/minute/).first().waitFor();
  await close();
  const others = await deskOf(browser, office, "mateo");
  const theirs = await others.page.goto(place);
  // The number of the entry of each answer differs, and nothing else.
  const read = async () => (await others.page.locator("body").innerText()).replace(/\d+/g, "#");
  const shown = await read();
  const none = await others.page.goto(`/breaches/desk/${"0".repeat(26)}`);
  assert.ok(theirs.status() >= 400 && theirs.status() === none.status());
  assert.equal(shown, await read(), "as if there were none");
  await others.page.goto("/breaches");
  assert.ok(!(await others.page.content()).includes(what));
  await others.close();
});

promise("cc_2_8_without_a_word_nothing_is_sent_and_the_page_says_what_is_missing_and_without_scripts_too", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren", { ...WITHOUT, viewport: PHONE });
  await page.goto("/today");
  await page.locator(REPORT).click();
  await page.locator("main form .actions button").click();
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("#what").getAttribute("aria-invalid"), "true");
  await page.locator("#what").fill("Somebody stood at the door.");
  await page.locator("main form .actions button").click();
  await page.waitForURL("**/breaches");
  await page.getByText("Somebody stood at the door.").waitFor();
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_8_markup_in_a_report_stays_text_and_whom_it_is_about_is_not_told", async () => {
  const what = "<img src=x onerror=alert(1)> was sent by our lead.";
  const wrens = await deskOf(browser, office, "wren");
  await report(wrens.page, what, "Basil Overbridge");
  assert.deepEqual(wrens.faults, []);
  await wrens.close();
  const lead = await deskOf(browser, office, "basil");
  assert.equal(await atDesk(lead.page, what), null);
  await lead.close();
  const deputy = await deskOf(browser, office, "odile");
  assert.ok(await atDesk(deputy.page, what));
  assert.equal(await deputy.page.locator("main img").count(), 0);
  assert.deepEqual(deputy.faults, []);
  await deputy.close();
});

promise("cc_2_10_a_finding_ends_the_part_of_whoever_broke_the_agreement_also_where_they_sit_in_the_room", async () => {
  const what = "A picture of the board was sent on.";
  const mateos = await sitDown(browser, office, "mateo", meeting);
  const table = await series(mateos.page);
  assert.match(await (await mateos.page.request.get(table)).text(), /Farawell housing table/);
  await mateos.page.goto(`${mateos.room}/notes`);
  assert.match(await mateos.page.content(), IDENTIFIER);
  const wrens = await deskOf(browser, office, "wren");
  await report(wrens.page, what, "Mateo Ríoclaro");
  await wrens.close();

  const lead = await deskOf(browser, office, "basil", WITHOUT);
  const place = await atDesk(lead.page, what);
  await lead.page.locator('form[action$="/acknowledge"] button').click();
  await lead.page.locator("#inquiry").fill("The telephones were asked about.");
  await lead.page.locator('form[action$="/inquire"] button').click();
  assert.equal(await lead.page.locator('form[action$="/finding"]').count(), 0, "not the lead’s");
  await lead.close();

  const officer = await deskOf(browser, office, "linnet", WITHOUT);
  await officer.page.goto(place);
  const finding = officer.page.locator('form[action$="/finding"]');
  await finding.locator("button").click();
  await officer.page.locator(".problems").waitFor();
  await finding.locator("#verdict").selectOption("substantiated");
  await finding.locator("#reasons").fill("Two people saw it.");
  await finding.locator("#unheard").fill("He was heard in person today.");
  await finding.locator(".actions button").click();
  await officer.page.locator('form[action$="/letters"]').waitFor();
  const evidence = officer.page.waitForEvent("download");
  await officer.page.locator('form[action$="/evidence"] button').click();
  assert.match((await evidence).suggestedFilename(), /\.zip$/);
  assert.deepEqual(namedIn(await officer.page.content(), people), []);
  assert.deepEqual(officer.faults, []);
  await officer.close();

  // Where he sits, the page empties itself when it next asks; and no conference is there for him.
  await mateos.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await mateos.page.waitForFunction(() => document.querySelector("textarea, [data-notes]") === null);
  assert.deepEqual(namedIn(await mateos.page.content(), people), []);
  assert.doesNotMatch(await mateos.page.content(), IDENTIFIER);
  for (const address of [mateos.room, `${mateos.room}/notes`, `${mateos.room}/actions`, meeting, table, "/conferences"]) {
    const text = await (await mateos.page.request.get(address)).text();
    assert.ok(!text.includes("Farawell housing table"), address);
    assert.doesNotMatch(text, IDENTIFIER, address);
  }
  await mateos.close();
});
