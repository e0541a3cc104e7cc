// Five to midnight, a phone, no script, no mouse: a file opens because someone may come to harm, everyone who has to
// know finds it, and it ends.
// RE-7, NASW-c, CR-10; WCAG 2.1.1, 3.3.1.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, deskOf, openBrowser, promise } from "./desk.mjs";
import { openOffice } from "./office.mjs";

let office;
let browser;
const WITHOUT = { javaScriptEnabled: false, viewport: PHONE };

before(async () => {
  browser = await openBrowser();
  if (browser) office = await openOffice();
});
after(async () => {
  await browser?.close();
  await office?.close();
});

/** Goes on with the tab key until this has the focus. */
async function reach(page, target) {
  for (let steps = 0; steps < 120; steps += 1) {
    if ((await page.locator(`${target}:focus`).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${target} can't be reached by keyboard on ${page.url()}`);
}

/** Chooses one of a group of radio buttons by keyboard. */
async function choose(page, name, value) {
  const group = page.locator(`input[name="${name}"]`);
  const words = await group.evaluateAll((all) => all.map((it) => it.value));
  await reach(page, `input[name="${name}"]`);
  await page.keyboard.press("Space");
  const from = await page.locator(`input[name="${name}"]:focus`).inputValue();
  for (let at = words.indexOf(from); at < words.indexOf(value); at += 1) {
    await page.keyboard.press("ArrowDown");
  }
  assert.ok(await page.locator(`input[name="${name}"][value="${value}"]`).isChecked());
}

const WHAT = "A neighbour rang: someone is breaking the door and she is inside.";
const WHY = "Her worker is on a plane, and nobody else has the number.";

promise("re_7_at_night_the_danger_form_works_on_a_phone_by_keyboard_and_without_scripts", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren", WITHOUT);
  await page.goto("/clients");
  await reach(page, 'a[href="/access/emergency"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/access/emergency");
  assert.equal(await page.locator("textarea").count(), 0, "what follows comes first");
  await reach(page, 'a[href="/access/emergency/new"]');
  await page.keyboard.press("Enter");
  await page.waitForURL("**/access/emergency/new");

  // Sent too early: everything that was typed is still there, and what is missing stands on top.
  await reach(page, "#what");
  await page.keyboard.type(WHAT);
  await reach(page, "main .actions button");
  await page.keyboard.press("Enter");
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("#what").inputValue(), WHAT);
  assert.ok((await page.locator(".problems li").count()) > 3);

  await reach(page, "#whom");
  await page.keyboard.type("1001");
  await choose(page, "harm", "violence");
  await choose(page, "at-risk", "client");
  await choose(page, "imminence", "now");
  await reach(page, "#why-now");
  await page.keyboard.type(WHY);
  await choose(page, "told", "no");
  await reach(page, "#not-told");
  await page.keyboard.type("There is no number for her outside of the file.");
  for (const tick of ["#section-contact", "#section-location", "#understood"]) {
    await reach(page, tick);
    await page.keyboard.press("Space");
  }
  await reach(page, "main .actions button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/access\/emergency\/\d+$/);
  assert.match(await page.locator(".emergency-strip").innerText(), /minutes left/);
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `${wide} wide`);

  await page.locator('main ul a[href$="/contact"]').click();
  assert.ok(await page.locator(".emergency-strip").isVisible(), "on the file too");
  await reach(page, ".emergency-strip button");
  await page.keyboard.press("Enter");
  await page.waitForURL(/access\/emergency\/\d+$/);
  assert.equal(await page.locator(".emergency-strip").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

promise("cr_10_whoever_reviews_finds_it_on_their_day_and_settles_it_without_scripts", async () => {
  const { page, faults, close } = await deskOf(browser, office, "odile", WITHOUT);
  await page.goto("/today");
  await page.locator('a.task[href^="/access/reviews/"]').first().click();
  await page.locator("#because").fill("It was needed, and no more than that was opened.");
  await page.getByRole("button", { name: "Save the review" }).click();
  await page.locator(".problems").waitFor();
  assert.match(await page.locator("#because").inputValue(), /no more than that/);
  await page.locator("#finding-justified").check();
  await page.getByRole("button", { name: "Save the review" }).click();
  await page.locator(".panel", { hasText: "Justified" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});
