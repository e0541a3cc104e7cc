// Opening a file, asking why something is closed, and writing into it, with the keyboard alone.
// CR-4, DV-3.2, DV-4.6.6, DV-5.2.2; reference: the pages of the client's file.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { deskOf, fileOf, openBrowser, promise } from "./desk.mjs";
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

/** Presses Tab until the wanted element has the focus; fails when it can't be reached. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((it) => document.activeElement?.matches(it), selector);
    if (there) return;
  }
  assert.fail(`the keyboard doesn't reach ${selector}`);
}

const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

promise("cr_4_a_caseworker_opens_a_file_and_reads_a_section", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto("/clients");
  await page.getByRole("link", { name: "Saffron Nightjar", exact: true }).click();
  assert.equal(await page.locator("h1").innerText(), "Saffron Nightjar");
  assert.ok((await page.locator(".bar").innerText()).includes("You are assigned"));
  await page.locator(".sections").getByRole("link", { name: "Safe contact" }).click();
  assert.ok((await page.locator(".said").first().innerText()).includes("between 10 and 12"));
  assert.equal(await page.getByText("That you opened this is recorded").count(), 1);
  assert.deepEqual(faults, []);
  await close();
});

promise("no_address_and_no_title_names_a_client", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  const file = await fileOf(page, "Saffron Nightjar");
  for (const address of [file, `${file}/notes`, `${file}/who-looked`, `${file}/entries/new`]) {
    await page.goto(address);
    const told = `${await page.title()} ${page.url()}`;
    assert.ok(!/saffron|nightjar/i.test(told), told);
  }
  await close();
});

promise("dv_3_2_what_others_told_stands_apart_and_says_so", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/third_party`);
  assert.ok((await page.locator(".apart").innerText()).includes("stored apart"));
  assert.ok((await page.locator(".said").count()) > 0);
  await close();
});

promise("why_opens_with_the_keyboard_and_names_the_rule_the_fact_and_what_would_change_it", async () => {
  const { page, close } = await deskOf(browser, office, "juniper");
  await tabTo(page, ".why > summary");
  await page.keyboard.press("Enter");
  const panel = page.locator(".why[open] .panel");
  await panel.waitFor();
  for (const title of ["The rule", "What decided", "What would change it", "Recorded as"]) {
    const reason = panel.locator("dt", { hasText: title }).locator("+ dd");
    assert.ok((await reason.innerText()).trim().length > 0, title);
  }
  const clause = panel.locator("a.clause");
  const id = await clause.innerText();
  await clause.click();
  assert.equal(await page.locator("h1").innerText(), id);
  await close();
});

promise("dv_5_2_2_an_opinion_without_its_basis_comes_back_with_everything_that_was_typed", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/entries/new`);
  await tabTo(page, "#nature-fact");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "nature-opinion");
  await tabTo(page, "#text");
  await page.keyboard.type("Seems more at ease since the lock was changed.");
  await tabTo(page, '[name="provenance"]');
  await page.keyboard.press("Space");
  await tabTo(page, "main .actions button");
  await page.keyboard.press("Enter");
  await page.locator(".problems").waitFor();

  assert.ok(await page.evaluate(() => document.activeElement.matches(".problems")));
  assert.ok((await page.title()).startsWith("Please check:"));
  assert.equal(
    await page.locator("#text").inputValue(),
    "Seems more at ease since the lock was changed.",
  );
  assert.ok(await page.locator("#nature-opinion").isChecked());

  await tabTo(page, '.problems a[href="#basis"]');
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "basis");
  await page.keyboard.type("Slept through twice this week, she said.");
  await tabTo(page, "main .actions button");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/notes");
  const kept = page.locator(".timeline .opinion", { hasText: "more at ease" });
  assert.ok((await kept.locator(".basis").innerText()).includes("Slept through twice"));
  assert.ok((await kept.innerText()).includes("written by Wren Lamplight"));
  assert.deepEqual(faults, []);
  await close();
});

promise("dv_5_2_2_a_fact_is_written_with_the_keyboard_alone", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/entries/new`);
  await tabTo(page, "#nature-fact");
  await page.keyboard.press("Space");
  await tabTo(page, "#text");
  await page.keyboard.type("The new key was handed over at noon.");
  await tabTo(page, '[name="provenance"]');
  await page.keyboard.press("Space");
  await tabTo(page, "main .actions button");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/notes");
  const kept = page.locator(".timeline .fact", { hasText: "handed over at noon" });
  assert.equal(await kept.count(), 1);
  assert.deepEqual(faults, []);
  await close();
});

promise("dv_3_2_what_someone_else_told_goes_to_its_own_place_whatever_was_chosen", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  const file = await fileOf(page, "Saffron Nightjar");
  await page.goto(`${file}/entries/new`);
  await page.locator("#nature-fact").check();
  await page.locator("#text").fill("An aunt said that the spare room is free.");
  await page.locator('[name="provenance"][value="third_party"]').check();
  await page.locator("#category").selectOption("housing");
  await page.getByRole("button", { name: "Save entry" }).click();
  await page.waitForURL("**/third_party");
  assert.equal(await page.locator(".said", { hasText: "An aunt said" }).count(), 1);
  await page.goto(`${file}/housing`);
  assert.equal(await page.getByText("An aunt said").count(), 0);
  await close();
});

const MARKUP = [
  `<script>alert("script")</script>`,
  `<img src=x onerror=alert("image")>`,
  `"><svg/onload=alert("svg")>`,
  `</textarea></div><iframe src="javascript:alert('frame')"></iframe>`,
  `{{ shell.t("lock") }} {% include "shell.html" %} \${7*7} &lt;b&gt;`,
].join("\n");

promise("markup_that_is_typed_into_an_entry_is_shown_as_text_and_does_nothing", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/entries/new`);
  await page.locator("#text").fill(MARKUP);
  await page.locator('[name="provenance"]').first().check();
  await page.getByRole("button", { name: "Save entry" }).click();
  await page.locator(".problems").waitFor();
  assert.equal(await page.locator("#text").inputValue(), MARKUP);
  await page.locator("#nature-opinion").check();
  await page.locator("#basis").fill(MARKUP);
  await page.getByRole("button", { name: "Save entry" }).click();
  await page.waitForURL("**/notes");
  const kept = page.locator(".timeline li", { hasText: "onerror" });
  assert.equal(await kept.locator(".said").evaluate((it) => it.textContent), MARKUP);
  assert.equal(await kept.locator("script, img, iframe, svg").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

promise("dv_4_6_6_the_cover_hides_the_page_at_once_and_keeps_what_was_typed", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await page.goto(`${await fileOf(page, "Saffron Nightjar")}/entries/new`);
  const address = page.url();
  await page.locator("#text").fill("Half a sentence about");
  await page.getByRole("button", { name: "Lock", exact: true }).click();

  const cover = page.locator("body > .cover");
  await cover.waitFor();
  assert.equal(await page.title(), "Locked");
  const uncovered = await page.evaluate(() => {
    const points = [];
    for (let x = 5; x < innerWidth; x += 60)
      for (let y = 5; y < innerHeight; y += 60)
        if (!document.elementFromPoint(x, y)?.closest(".cover")) points.push([x, y]);
    return points;
  });
  assert.deepEqual(uncovered, []);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("x");
  const outside = await page.evaluate(() =>
    [...document.body.children].every((it) => it.matches(".cover, script, template") || it.inert),
  );
  assert.ok(outside, "something behind the cover can still be reached");

  await cover.getByRole("button").click();
  await cover.waitFor({ state: "detached" });
  assert.equal(page.url(), address);
  assert.equal(await page.locator("#text").inputValue(), "Half a sentence about");
  assert.equal(await cover.count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

promise("single_keys_lead_to_places_and_stay_quiet_while_one_types", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  const key = await page.locator(".side a[href='/clients']").getAttribute("data-key");
  await page.keyboard.press(key);
  await page.waitForURL("**/clients");
  await page.locator("#filter").fill("");
  await page.locator("#filter").press("l");
  assert.equal(await page.locator("body > .cover").count(), 0);
  await page.locator("h1").click();
  await page.keyboard.press("l");
  await page.locator("body > .cover").waitFor();
  await close();
});
