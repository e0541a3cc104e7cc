// Everything works in a browser that runs no script: plain links, plain forms.
// Design §8; what a page can do with a script is a kindness, never a condition.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { desk, deskOf, fileOf, openBrowser, promise } from "./desk.mjs";
import { openOffice } from "./office.mjs";

let office;
let browser;
const WITHOUT = { javaScriptEnabled: false };

before(async () => {
  browser = await openBrowser();
  if (browser) office = await openOffice();
});
after(async () => {
  await browser?.close();
  await office?.close();
});

promise("one_comes_in_and_goes_out_without_scripts", async () => {
  const { page, faults, close } = await desk(browser, office, WITHOUT);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue as Wren Lamplight" }).click();
  await page.waitForURL("**/today");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("h1", { hasText: "signed out" }).waitFor();
  assert.deepEqual(faults, []);
  await close();
});

promise("a_file_is_found_opened_and_written_in_without_scripts", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren", WITHOUT);
  await page.goto("/clients");
  await page.locator("#filter").fill("Nightjar");
  await page.getByRole("search").getByRole("button", { name: "Find" }).click();
  await page.getByRole("link", { name: "Saffron Nightjar", exact: true }).click();
  await page.getByRole("link", { name: "Add entry" }).click();
  await page.locator("#text").fill("Written without a script.");
  await page.getByRole("button", { name: "Save entry" }).click();
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("#text").inputValue(), "Written without a script.");
  await page.locator("#nature-fact").check();
  await page.locator('[name="provenance"]').first().check();
  await page.getByRole("button", { name: "Save entry" }).click();
  await page.waitForURL("**/notes");
  assert.equal(await page.locator(".said", { hasText: "without a script" }).count(), 1);
  await page.getByRole("link", { name: "Who looked" }).click();
  assert.ok((await page.locator(".looks li").count()) > 0);
  assert.deepEqual(faults, []);
  await close();
});

promise("why_opens_without_scripts", async () => {
  const { page, close } = await deskOf(browser, office, "juniper", WITHOUT);
  await page.locator(".why > summary").first().click();
  assert.ok(await page.locator(".why .panel").first().isVisible());
  await close();
});

promise("dv_4_6_6_without_scripts_the_lock_leads_to_a_page_that_shows_nobody", async () => {
  const { page, close } = await deskOf(browser, office, "wren", WITHOUT);
  await page.goto(await fileOf(page, "Saffron Nightjar"));
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.waitForURL("**/unlock");
  assert.ok(!(await page.content()).includes("Nightjar"));
  await close();
});

promise("a_clause_is_followed_from_its_text_to_its_rule_without_scripts", async () => {
  const { page, close } = await deskOf(browser, office, "marigold", WITHOUT);
  await page.goto("/clauses");
  await page.locator(".clauses a.clause", { hasText: /^CR-4$/ }).click();
  assert.equal(await page.locator("h1").innerText(), "CR-4");
  await page.locator(".rule > summary").first().click();
  const rules = await page.locator(".rule code").first().innerText();
  assert.match(rules, /^(permit|forbid) \(/m);
  await close();
});

promise("an_entry_of_the_ledger_is_proved_without_scripts", async () => {
  const { page, close } = await deskOf(browser, office, "marigold", WITHOUT);
  await page.goto("/ledger/3");
  await page.getByRole("link", { name: "Check this proof" }).click();
  await page.locator(".result.good").waitFor();
  assert.equal(await page.locator(".result.bad").count(), 0);
  await close();
});

promise("language_and_colours_are_chosen_without_scripts", async () => {
  const { page, close } = await deskOf(browser, office, "wren", WITHOUT);
  await page.getByRole("button", { name: "Español" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await page.getByRole("button", { name: "Oscuro" }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await close();
});
