// The people of the office, without scripts and on a phone: somebody is taken in, and somebody's access ends.
// DV-1, NASW-o, NASW-l.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, desk, deskOf, openBrowser, promise } from "./desk.mjs";
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

promise("dv_1_somebody_is_taken_in_without_scripts_and_comes_in_by_the_link_once", async () => {
  const { page, faults, close } = await deskOf(browser, office, "flint", WITHOUT);
  await page.goto("/people");
  await page.getByRole("link", { name: "Take somebody in" }).click();
  await page.locator("#name").fill("Clover Quayside");
  await page.locator("#handle").fill("wren");
  await page.locator("main .actions button").click();
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("#name").inputValue(), "Clover Quayside");
  await page.locator("#role").selectOption("caseworker");
  await page.locator("#engagement").selectOption("volunteer");
  await page.locator("main .actions button").click();
  await page.locator(".problems", { hasText: "taken" }).waitFor();
  await page.locator("#handle").fill("clover");
  await page.locator("main .actions button").click();
  const link = await page.locator("#link").inputValue();
  assert.match(link, new RegExp(`^${office.address}/sign-in/`));

  const other = await desk(browser, office, WITHOUT);
  await other.page.goto(link);
  await other.page.locator('main form[action="/sign-in"] button').click();
  await other.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await other.page.goto(link);
  assert.equal(await other.page.locator('main form[action="/sign-in"]').count(), 0, "it works once");
  await other.close();
  assert.deepEqual(faults, []);
  await close();
});

promise("nasw_o_an_end_is_looked_at_first_and_undone_by_a_return_without_scripts", async () => {
  const { page, faults, close } = await deskOf(browser, office, "flint", WITHOUT);
  await page.goto("/people");
  await page.getByRole("link", { name: "Mateo Ríoclaro" }).first().click();
  const person = page.url();
  await page.getByRole("link", { name: "End or pause access" }).click();
  await page.getByRole("link", { name: "Odile Fernbrook" }).first().waitFor();
  assert.match(await page.locator("main").innerText(), /\d+ files?/);
  await page.locator("#why-leave").check();
  await page.getByRole("button", { name: "End it now" }).click();
  await page.locator("h1", { hasText: "The access is shut" }).waitFor();
  await page.goto(person);
  await page.getByRole("button", { name: "Let them return" }).click();
  await page.getByRole("link", { name: "End or pause access" }).waitFor();
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `${wide} wide`);
  assert.deepEqual(faults, []);
  await close();
});
