// Letting something out, step by step: exactly what was looked at leaves, with a statement of its own, or nothing does.
// RE-2, NASW-c, NASW-d; reference: the disclosure pages.

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

/** Goes on to the next question of a disclosure. */
async function goOn(page, next) {
  await page.locator('main form.form button[value="next"]').click();
  await page.waitForURL(new RegExp(`/drafts/\\d+/${next}$`));
}

/** Begins a disclosure, one question after another, and waits for its page. */
async function begin(page, { whom, to, purpose, basis, channel }) {
  await page.goto(`${await fileOf(page, whom)}/disclosures`);
  await page.locator('main a[href$="/disclosures/new"]').click();
  await page.locator("#road-other").check();
  await goOn(page, "purpose");
  await page.locator(`#purpose-${purpose}`).check();
  await goOn(page, "basis");
  await page.locator(`#basis-${basis}`).check();
  await goOn(page, "recipient");
  await page.locator("label.choice", { hasText: to }).locator("input").check();
  await goOn(page, "questions");
  // What goes because the client permits it was gone through with them.
  const gone = page.locator("#gone_through");
  if ((await gone.count()) > 0) await gone.fill("2020-03-14, in person");
  await goOn(page, "sections");
  await goOn(page, "way");
  await page.locator(`#channel-${channel}`).check();
  await goOn(page, "check");
  await page.locator("main form.form .actions button").first().click();
  await page.waitForURL(/disclosures\/\d+$/);
}

/** What Cedar agreed to. */
const AGREED = {
  whom: "Cedar Bellweather",
  to: "Willowherb Clinic",
  purpose: "direct_service",
  basis: "consent",
  channel: "hand_delivery",
};

promise("re_2_what_was_looked_at_is_let_out_with_a_statement", async () => {
  const { page, faults, close } = await deskOf(browser, office, "rowan");
  await begin(page, AGREED);
  await page.getByText("Is more needed?").click();
  await page.locator("#section-health").check();
  await page.locator('form[action$="/sections"] button').click();
  await page.locator('form[action$="/compose"] button[value="en"]').click();
  await page.getByRole("link", { name: "Open the paper" }).waitFor();
  const paper = await page.request.get(`${page.url()}/document`);
  assert.equal(paper.status(), 200);
  assert.ok((await paper.body()).subarray(0, 5).equals(Buffer.from("%PDF-")));
  // The statement can be read before it leaves, and says that it is none.
  const its = page.url();
  const before = await page.request.get(`${its}/statement/preview/en`);
  assert.ok((await before.body()).subarray(0, 5).equals(Buffer.from("%PDF-")));
  await page.getByRole("link", { name: "See its statement" }).first().click();
  await page.getByText("Filled in when it leaves").first().waitFor();
  await page.goto(its);
  // By a way of theirs that a second person checked.
  await page.locator('input[name="way"]').first().check();
  await page.locator('form[action$="/way"] button').click();
  await page.getByText("Read the paper to its end, then say so").waitFor();
  await page.locator('input[name="way"]').first().check();
  await page.locator("#read").check();
  // Where she is shielded it is asked whether somebody who is a danger is there.
  if (await page.locator("#danger-no").count()) await page.locator("#danger-no").check();
  await page.locator('form[action$="/way"] button').click();
  // Nothing leaves before somebody said whether she knows.
  const release = page.locator('form[action$="/release"] button[value="en"]');
  assert.equal(await release.count(), 0);
  await page.getByText("go through this together").waitFor();
  await page.locator("#told_how").fill("She can't be reached before Monday.");
  await page.getByRole("button", { name: "I will tell them afterwards" }).click();
  await release.waitFor();
  const will = await page.locator("main").innerText();
  assert.ok(will.includes("You print the paper, its statement and the proof"), will);
  await release.click();
  await page.getByRole("link", { name: "The statement (PDF)" }).waitFor();
  const did = await page.locator("main").innerText();
  assert.ok(did.includes("It goes by envelope, on paper. Take the envelope"), did);
  const left = await page.request.get(`${page.url()}/document`);
  assert.ok((await left.body()).equals(await paper.body()), "what was looked at is what leaves");
  const proof = await (await page.request.get(`${page.url()}/proof`)).text();
  assert.ok(proof.startsWith("c2sp.org/tlog-proof@v1\nextra "), proof.slice(0, 60));
  await page.locator("#called").fill("J. Park, reception");
  await page.locator("#intact").check();
  await page.getByRole("button", { name: "Write it down" }).click();
  await page.locator("#told_how").fill("Told her on Monday; it is what she wants.");
  await page.getByRole("button", { name: "I have told them" }).click();
  await page.locator("#told_how").waitFor({ state: "detached" });
  const says = await page.locator("main").innerText();
  assert.ok(says.includes("arrived") && says.includes("They were told"), says);
  assert.deepEqual(faults, []);
  await close();
});

promise("nasw_c_what_can_not_go_says_why_section_by_section", async () => {
  const { page, faults, close } = await deskOf(browser, office, "wren");
  await begin(page, {
    ...AGREED,
    whom: "Saffron Nightjar",
    to: "Farawell Housing Authority",
    purpose: "eligibility",
  });
  await page.locator('form[action$="/compose"] button[value="en"]').click();
  await page.getByRole("heading", { name: "This can't go as things stand" }).waitFor();
  assert.ok((await page.locator("main .panel .because").count()) > 0);
  assert.equal(await page.getByRole("link", { name: "Open the paper" }).count(), 0);
  assert.deepEqual(faults, []);
  await close();
});

promise("nasw_c_a_disclosure_is_prepared_by_keyboard_alone_without_scripts_and_gone_on_with_later", async () => {
  const settings = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };
  const { page, faults, close } = await deskOf(browser, office, "rowan", settings);
  const answer = async (id, next) => {
    await page.locator(id).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/drafts/\\d+/${next}$`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${next}: ${wide} wide`);
  };
  const list = `${await fileOf(page, "Cedar Bellweather")}/disclosures`;
  await page.goto(`${list}/new`);
  // Without an answer it says which one is missing, and leads to it.
  await page.locator('main form.form button[value="next"]').press("Enter");
  await page.locator('.problems a[href="#road"]').waitFor();
  await answer("#road-other", "purpose");
  await answer("#purpose-direct_service", "basis");
  await page.locator("#basis-consent").press("Space");
  await page.locator('main form.form button[value="leave"]').press("Enter");
  await page.waitForURL(/disclosures$/);
  await page.locator('main a[href*="/drafts/"]').first().press("Enter");
  await page.waitForURL(/\/recipient$/);
  await page.locator('main form.form button[value="back"]').press("Enter");
  await page.waitForURL(/\/basis$/);
  assert.ok(await page.locator("#basis-consent").isChecked(), "it was kept");
  await page.locator('main form[action$="/drop"] button').press("Enter");
  await page.waitForURL(/disclosures$/);
  assert.equal(await page.locator('main a[href*="/drafts/"]').count(), 0);
  assert.deepEqual(faults, []);
  await close();
});
