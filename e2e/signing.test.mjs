// Reading, answering and signing: with the keyboard alone, without scripts, on a phone, with a drawn mark.
// A new version shuts every file first, to whoever is signed in at that moment (CC-2, DV-5.1.1, DV-5.10).

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, deskOf, fileOf, openBrowser, promise } from "./desk.mjs";
import { openOffice } from "./office.mjs";

let office;
let browser;

before(async () => {
  browser = await openBrowser();
  if (!browser) return;
  office = await openOffice();
});
after(async () => {
  await browser?.close();
  await office?.close();
});

/** The privacy officer publishes the procedure once more, with one sentence added. */
async function publish(sentence) {
  const { page, faults, close } = await deskOf(browser, office, "linnet");
  await page.goto("/agreements/publish/procedure");
  for (const language of ["en", "es"]) {
    const field = page.locator(`textarea#${language}`);
    const file = await field.inputValue();
    const [before, ...rest] = file.split("paragraphs = [");
    await field.fill([before, `\n    "${sentence}",${rest[0]}`, ...rest.slice(1)].join("paragraphs = ["));
  }
  await page.getByRole("button", { name: "See what it changes" }).click();
  await page.locator("#looked ins", { hasText: sentence }).first().waitFor();
  await page.getByRole("button", { name: "Publish it" }).click();
  await page.waitForURL("**/agreements/missing");
  assert.deepEqual(faults, []);
  await close();
}

/** Which answer to each question the text gives: found by trying, as a reader may. */
async function answer(page, choose, send) {
  for (let round = 1; round <= 6; round += 1) {
    const open = await page.locator("fieldset[id^=question-]").evaluateAll((all) => all.map((it) => it.id));
    if (open.length === 0) return;
    for (const id of open) await choose(page, id, round);
    await send(page);
    if (page.url().endsWith("/sign") || page.url().endsWith("/required")) return;
  }
  throw new Error("the questions could not be answered");
}

const click = (page, id, round) => page.locator(`#${id} input`).nth(round - 1).check();
const press = (page) => page.getByRole("button", { name: "Send my answers" }).click();

const WHO = {
  name: "Wren Lamplight",
  organization: "Lantern House",
  position: "Advocate",
  email: "wren@lantern.example",
  phone: "555-0100",
};

promise("a_new_version_shuts_files_at_once_and_the_keyboard_alone_opens_them_again", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  const file = await fileOf(page, "Saffron Nightjar");
  await page.goto(file);
  await page.locator("h1").waitFor();
  await publish("A sentence that everyone reads once more.");
  await page.reload();
  // The page says where to go, and the keyboard gets there.
  const way = page.locator("main a[href='/agreements/required']").first();
  await way.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/agreements/required");
  await page.locator("main a[href='/agreements/procedure']").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/agreements/procedure");
  await page.locator("ins", { hasText: "once more" }).first().waitFor({ state: "attached" });
  const choose = async (at, id, round) => {
    await at.locator(`#${id} input`).first().focus();
    await at.keyboard.press("Space");
    for (let step = 1; step < round; step += 1) await at.keyboard.press("ArrowDown");
  };
  const send = async (at) => {
    await at.getByRole("button", { name: "Send my answers" }).focus();
    await Promise.all([at.waitForLoadState("load"), at.keyboard.press("Enter")]);
    await at.waitForTimeout(200);
  };
  await answer(page, choose, send);
  await page.waitForURL("**/sign");
  await page.locator("#name").focus();
  await page.keyboard.type(WHO.name);
  for (const field of ["organization", "position", "email", "phone"]) {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), field);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(WHO[field]);
  }
  const ticks = await page.locator("#statements input").count();
  for (let tick = 0; tick < ticks; tick += 1) {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
  }
  assert.equal(await page.locator("#statements input:checked").count(), ticks);
  await page.getByRole("button", { name: "Sign", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/agreements/required");
  await page.goto(file);
  assert.equal(await page.locator("main a[href='/agreements/required']").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

async function fill(page) {
  for (const [field, text] of Object.entries(WHO)) await page.locator(`#${field}`).fill(text);
  for (const tick of await page.locator("#statements input").all()) await tick.check();
}

promise("it_is_signed_without_scripts_too", async () => {
  const { page, faults, close } = await deskOf(browser, office, "mateo", { javaScriptEnabled: false });
  await page.goto("/agreements/required");
  await page.locator("main a[href='/agreements/procedure']").click();
  await answer(page, click, press);
  await page.waitForURL("**/sign");
  // Nothing can be drawn, and nothing says that it could.
  assert.equal(await page.locator("canvas").isVisible(), false);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.locator(".problems").waitFor();
  await fill(page);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL("**/agreements/required");
  await page.goto("/agreements");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("a[href^='/agreements/copies/']").first().click(),
  ]);
  assert.match(download.suggestedFilename(), /^agreement-\d+\.pdf$/);
  assert.deepEqual(faults, []);
  await close();
});

promise("a_mark_is_drawn_on_a_phone_and_kept_when_something_has_to_be_mended", async () => {
  const { page, faults, close } = await deskOf(browser, office, "odile", {
    viewport: PHONE,
    hasTouch: true,
  });
  await page.goto("/agreements/procedure");
  await answer(page, click, press);
  await page.waitForURL("**/sign");
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `${wide} pixels wide`);
  const canvas = page.locator("canvas");
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + 60, { steps: 6 });
  await page.mouse.move(box.x + 160, box.y + 30, { steps: 6 });
  await page.mouse.up();
  const mark = await page.locator("input[name=mark]").inputValue();
  assert.ok(JSON.parse(mark).strokes[0].length >= 3, mark);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("input[name=mark]").inputValue(), mark);
  await fill(page);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.waitForURL("**/agreements/required");
  assert.deepEqual(faults, []);
  await close();
});

promise("training_is_taken_page_by_page_and_gives_a_certificate", async () => {
  const { page, faults, close } = await deskOf(browser, office, "tansy");
  await page.goto("/training/induction");
  for (;;) {
    const on = page.getByRole("link", { name: "Go on", exact: true });
    if ((await on.count()) === 0) break;
    await on.click();
  }
  assert.ok(page.url().endsWith("/questions"));
  await answer(page, click, press);
  await page.waitForURL("**/agreements/required");
  await page.goto("/training");
  assert.equal(await page.locator("a[href^='/agreements/copies/']").count(), 1);
  assert.deepEqual(faults, []);
  await close();
});
