// A client's own view: on a telephone without scripts, on a worker's lent device, and the quick way out.
// DV-3.2, DV-4.6.6, NASW-d, NASW-e, RE-6; pages §2.5 and §3 S21.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import { desk, deskOf, fileOf, leaves, openBrowser, PHONE, promise } from "./desk.mjs";
import { openOffice } from "./office.mjs";

let office;
let browser;

before(async () => {
  browser = await openBrowser();
  if (browser) office = await openOffice();
});
after(async () => {
  await browser?.close();
  await office?.close();
});

/** Wren talks with Saffron about safety and turns her view on. */
async function turnedOn(page) {
  const file = await fileOf(page, "Saffron Nightjar");
  await page.goto(`${file}/own-view`);
  await page.locator("#day").fill("2026-01-02");
  await page.locator("#note").fill("Nobody else uses the telephone.");
  await page.locator("#safe_way").fill("The link by text message, the number on the telephone.");
  await page.locator("#delay_days").fill("0");
  await page.getByRole("button", { name: /Turn it on|Discuss safety again/ }).click();
  await page.getByRole("button", { name: "Make a link" }).waitFor();
}

/** A link and its number, as Wren is shown them once. */
async function linkOf(page) {
  await page.getByRole("button", { name: "Make a link" }).click();
  const [link, pin] = await page.locator("main code").allInnerTexts();
  return { path: new URL(link).pathname, pin };
}

const AWAY = /^asked elsewhere: https:\/\/www\.weather\.gov|weather\.gov|chrome-error|ERR_NAME_NOT_RESOLVED/;
const ours = (faults) => faults.filter((it) => !AWAY.test(it));

promise("nasw_e_a_client_opens_reads_and_leaves_on_a_telephone_without_scripts", async () => {
  const wren = await deskOf(browser, office, "wren");
  await turnedOn(wren.page);
  const { path, pin } = await linkOf(wren.page);
  const phone = await desk(browser, office, { viewport: PHONE, javaScriptEnabled: false });
  const { page } = phone;
  await page.goto(path);
  await page.getByRole("link", { name: "Go on" }).click();
  await page.locator("#pin").fill("12");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.locator(".problems").waitFor();
  await page.locator("#pin").fill(pin);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/me");
  for (const place of ["Who looked", "What was shared", "My choices", "How long we keep it", "Ask"]) {
    await page.getByRole("navigation").getByRole("link", { name: place, exact: true }).click();
    assert.equal(await page.title(), "My page");
    const way = page.getByRole("link", { name: "Exit this page" });
    assert.ok(await way.isVisible(), place);
    const { y, height } = await way.boundingBox();
    assert.ok(y >= 0 && y + height < PHONE.height && height >= 24, `${place}: ${y}, ${height}`);
    const text = await page.locator("body").innerText();
    assert.ok(!text.includes("Nightjar") && !text.includes("Wren"), place);
  }
  await leaves(page, () => page.getByRole("link", { name: "Exit this page" }).click({ noWaitAfter: true }));
  await page.goto(`${office.address}/me/looked`);
  assert.equal(new URL(page.url()).pathname, "/me/closed");
  assert.deepEqual(ours(phone.faults), []);
  await phone.close();
  await wren.close();
});

promise("re_6_three_times_shift_leaves_and_back_shows_nothing", async () => {
  const wren = await deskOf(browser, office, "wren");
  await turnedOn(wren.page);
  const { path, pin } = await linkOf(wren.page);
  const home = await desk(browser, office);
  const { page } = home;
  await page.goto(path);
  await page.getByRole("link", { name: "Go on" }).click();
  await page.locator("#pin").fill(pin);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/me");
  await page.getByRole("navigation").getByRole("link", { name: "Who looked", exact: true }).click();
  await page.locator("h1", { hasText: "Who looked" }).waitFor();
  await leaves(page, async () => {
    for (let it = 0; it < 3; it += 1) await page.keyboard.press("Shift");
  });
  await page.goBack();
  await page.locator("h1").waitFor();
  const left = `${page.url()}: ${await page.locator("body").innerText()}`;
  assert.ok(!left.includes("Who looked"), left);
  assert.deepEqual(ours(home.faults), []);
  await home.close();
  await wren.close();
});

promise("re_6_a_lent_device_is_the_clients_and_the_workers_other_tab_is_covered", async () => {
  const { context, page, faults, close } = await deskOf(browser, office, "wren");
  await turnedOn(page);
  const other = await context.newPage();
  await other.goto("/clients");
  await page.bringToFront();
  await page.getByRole("button", { name: "Lock my work and open it" }).click();
  await page.waitForURL("**/me");
  await other.locator(".cover").first().waitFor();
  const tab = await context.newPage();
  for (const path of ["/today", "/clients", "/people"]) {
    await tab.goto(path);
    assert.ok(!(await tab.locator("body").innerText()).includes("Nightjar"), path);
  }
  await page.getByRole("link", { name: "Exit this page" }).click();
  await page.waitForURL("**/me/left");
  await tab.goto("/today");
  assert.equal(await tab.locator(".tasks").count(), 0, "still locked");
  assert.deepEqual(faults, []);
  await close();
});

promise("every_page_of_a_clients_own_view_can_be_read_by_everyone", async () => {
  const wren = await deskOf(browser, office, "wren");
  await turnedOn(wren.page);
  const { path, pin } = await linkOf(wren.page);
  const checked = async (page, name) => {
    // The page ends by itself when nobody is there any more: what somebody else would find weighs more than time to read.
    const { violations } = await new AxeBuilder({ page }).disableRules(["meta-refresh"]).analyze();
    assert.deepEqual(violations.map((it) => `${name}: ${it.id}`), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.ok(!wide, `${name} is wider than the screen`);
  };
  await checked(wren.page, "the link and its number");
  const phone = await desk(browser, office, { viewport: PHONE, colorScheme: "dark" });
  const { page } = phone;
  await page.goto(path);
  await checked(page, "before the door");
  await page.getByRole("link", { name: "Go on" }).click();
  await checked(page, "the door");
  await page.locator("#pin").fill(pin);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/me");
  for (const place of ["/me", "/me/looked", "/me/shared", "/me/choices", "/me/kept", "/me/ask", "/me/safety"]) {
    await page.goto(place);
    await checked(page, place);
  }
  await phone.close();
  await wren.page.goBack();
  await wren.close();
});
