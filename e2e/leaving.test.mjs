// Going away from a page: signing out leaves nothing behind, and paper says who printed it.
// NASW-l, NASW-m, DV-4.6.6; design §8.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { desk, deskOf, fileOf, openBrowser, promise } from "./desk.mjs";
import { clientNames, namedIn, openOffice } from "./office.mjs";

let office;
let browser;
const people = clientNames();

before(async () => {
  browser = await openBrowser();
  if (browser) office = await openOffice();
});
after(async () => {
  await browser?.close();
  await office?.close();
});

promise("dv_4_6_6_after_signing_out_going_back_shows_nothing", async () => {
  const { context, page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto(await fileOf(page, "Saffron Nightjar"));
  await page.getByRole("link", { name: "Notes", exact: true }).click();
  assert.ok(namedIn(await page.content(), people).includes("Nightjar"));
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("h1", { hasText: "signed out" }).waitFor();
  assert.deepEqual(
    (await context.cookies()).filter((cookie) => cookie.name.includes("session")),
    [],
  );
  for (let steps = 0; steps < 4; steps += 1) {
    await page.goBack();
    // The door of a demo says who is worth a visit; nothing else may name anyone.
    const door = new URL(page.url()).pathname.startsWith("/sign-in");
    if (!door) assert.deepEqual(namedIn(await page.content(), people), [], page.url());
    assert.equal(await page.locator(".bar, .timeline, .who").count(), 0, page.url());
  }
  assert.deepEqual(faults, []);
  await close();
});

promise("nasw_m_no_page_of_a_session_may_be_kept_by_the_browser", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  const file = await fileOf(page, "Saffron Nightjar");
  for (const address of ["/today", "/clients", file, `${file}/notes`, "/ledger", "/clauses"]) {
    const answer = await page.goto(address);
    assert.equal(answer.headers()["cache-control"], "no-store", address);
  }
  await close();
});

promise("nasw_l_the_sessions_cookie_is_out_of_reach_for_scripts", async () => {
  const { context, page, close } = await deskOf(browser, office, "wren");
  const [session] = (await context.cookies()).filter((it) => it.name.includes("session"));
  assert.ok(session.httpOnly);
  assert.equal(session.sameSite, "Strict");
  assert.equal(await page.evaluate((name) => document.cookie.includes(name), session.name), false);
  await close();
});

promise("a_link_that_was_never_made_says_so_and_lets_nobody_in", async () => {
  const { page, close } = await desk(browser, office);
  const answer = await page.goto("/sign-in/neverMade");
  assert.equal(answer.status(), 410);
  await page.goto("/today");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await close();
});

promise("the_language_changes_where_one_is_and_stays", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto("/clauses");
  await page.getByRole("button", { name: "Español" }).click();
  await page.waitForURL("**/clauses");
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await page.goto("/clients");
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await page.getByRole("button", { name: "English" }).click();
  await page.waitForURL("**/clients");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.deepEqual(faults, []);
  await close();
});

promise("a_browser_that_asks_for_spanish_gets_spanish", async () => {
  const { page, close } = await desk(browser, office, { locale: "es-MX" });
  await page.goto("/sign-in");
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await close();
});

promise("dark_paper_is_chosen_at_the_foot_and_stays", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole("button", { name: "Dark" }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  assert.notEqual(await paper(), light);
  await page.goto("/clauses");
  assert.notEqual(await paper(), light);
  await close();
});

promise("nasw_m_a_printed_file_says_who_printed_it_when_and_what_for", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/notes`);
  const line = page.locator(".print-line");
  assert.equal(await line.isVisible(), false);
  await page.emulateMedia({ media: "print" });
  assert.ok(await line.isVisible());
  const told = await line.innerText();
  for (const part of ["Private and confidential", "Wren Lamplight", "caseworker"]) {
    assert.ok(told.includes(part), part);
  }
  assert.ok(new RegExp(String(new Date().getFullYear())).test(told));
  for (const left of [".top", ".side", ".foot", ".tabs"]) {
    assert.equal(await page.locator(left).first().isVisible(), false, left);
  }
  assert.ok(await page.locator("aside.demo").isVisible(), "paper from a demo says that it is one");
  await close();
});
