// Coming in as real people do: a link that leads to setting up and nowhere else, a passkey, a passphrase with six
// digits, a recovery code; and going on where one was after the session was locked. NASW-l, DV-4.6.6, RE-6.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, desk, openBrowser, promise } from "./desk.mjs";
import { digitsOf, makeOffice, nextHalfMinute } from "./real_office.mjs";

const PHRASE = "four calm herons wading";
let office;
let links;
let browser;
let stop;

before(async () => {
  browser = await openBrowser();
  if (!browser) return;
  office = await makeOffice();
  links = {
    dana: office.takeIn("dana", "Dana Reyes", "caseworker"),
    omar: office.takeIn("omar", "Omar Haddad", "supervisor"),
  };
  stop = await office.serve();
});
after(async () => {
  await browser?.close();
  await stop?.();
  office?.throwAway();
});

const go = (page) => page.waitForURL((url) => !/^\/(sign-in|setup)/.test(url.pathname));

/** A passkey of this browser: someone put their finger on it. */
async function withPasskeys(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
  const verified = (isUserVerified) =>
    devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { verified };
}

async function useLink(page, link) {
  await page.goto(link);
  await page.locator('main form[action="/sign-in"] button').click();
  await page.waitForURL("**/setup");
}

const signOut = async (page) => {
  await page.locator('form[action="/sign-out"] button').first().click();
  await page.waitForURL("**/sign-out");
};

promise("nasw_l_the_first_administrator_sets_up_a_passkey_and_comes_in_with_it", async () => {
  const { page, faults, close } = await desk(browser, office);
  await withPasskeys(page);
  await useLink(page, office.administratorLink);
  await page.goto("/today");
  assert.match(page.url(), /\/setup$/, "a link opens nothing else");
  await page.locator("#passkey-name").fill("this computer");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await go(page);
  await page.goto("/settings/sign-in");
  assert.ok((await page.locator("main").getByText("this computer", { exact: true }).count()) > 0);
  await signOut(page);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await go(page);
  assert.deepEqual(faults, []);
  const other = await desk(browser, office);
  await other.page.goto(office.administratorLink);
  assert.match(await other.page.locator("h1").innerText(), /link/i);
  assert.equal(await other.page.locator('form[action="/sign-in"]').count(), 0, "a link works once");
  await other.close();
  await close();
});

promise("nasw_l_a_device_that_doesnt_ask_who_holds_it_lets_nobody_in", async () => {
  const { page, close } = await desk(browser, office);
  const device = await withPasskeys(page);
  await device.verified(false);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.locator("[data-said]:not([hidden]), .problems").first().waitFor();
  assert.match(page.url(), /\/sign-in/);
  await close();
});

promise("nasw_l_a_passphrase_and_an_app_are_set_up_and_let_in_together", async () => {
  const { page, faults, close } = await desk(browser, office, { viewport: PHONE });
  await useLink(page, links.dana);
  await page.getByRole("link", { name: "Choose a passphrase" }).click();
  await page.locator("#new").fill("Harbour House");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.locator(".problems").waitFor();
  await page.locator("#new").fill(PHRASE);
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.waitForURL("**/settings/sign-in/app");
  await page.getByRole("button", { name: "Show the picture" }).click();
  const letters = await page.locator("main code").innerText();
  await page.locator("#code").fill(digitsOf(letters));
  await page.getByRole("button", { name: "Take it into use" }).click();
  const codes = await page.locator(".codes code").allInnerTexts();
  assert.equal(codes.length, 10);
  await page.getByRole("link", { name: "I have them" }).click();
  await go(page);
  await signOut(page);

  await page.goto("/sign-in");
  const give = async (handle, phrase, code) => {
    await page.locator("#handle").fill(handle);
    await page.locator("#passphrase").fill(phrase);
    await page.getByRole("button", { name: "Next" }).click();
    await page.waitForURL("**/sign-in/totp");
    await page.locator("#code").fill(code);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await give("nobody-here", PHRASE, "123456");
  const unknown = await page.locator(".problems").innerText();
  await page.goto("/sign-in");
  await give("dana", "four calm herons waded", "123456");
  assert.equal(await page.locator(".problems").innerText(), unknown, "one answer, whoever exists");
  await page.goto("/sign-in");
  await nextHalfMinute(page);
  await give("dana", PHRASE, digitsOf(letters));
  await go(page);
  await signOut(page);
  await page.goto("/sign-in");
  await give("Dana", PHRASE, codes[0]);
  await go(page);

  // Locked: the server answers nothing else, and what was typed is still there afterwards.
  await page.goto("/settings/sign-in");
  await page.locator("summary", { hasText: "Let a program work for me" }).click();
  await page.locator("#token-name").fill("half a na");
  await page.locator("[data-lock]").click();
  const cover = page.locator("body > .cover");
  await cover.locator("#cover-passphrase").waitFor();
  const beside = await page.context().newPage();
  await beside.goto("/today");
  assert.equal(await beside.locator("#proof-passphrase").count(), 1, "the session is locked, not only the page");
  await beside.close();
  await cover.locator("#cover-passphrase").fill("not the right words at all");
  await cover.getByRole("button", { name: "Unlock" }).click();
  await cover.locator("[data-said]:not([hidden])").waitFor();
  await cover.locator("#cover-passphrase").fill(PHRASE);
  await cover.getByRole("button", { name: "Unlock" }).click();
  await cover.waitFor({ state: "detached" });
  assert.equal(await page.locator("#token-name").inputValue(), "half a na");
  await page.goto("/today");
  assert.match(page.url(), /\/today$/);
  assert.deepEqual(faults, []);
  await close();
});

promise("dv_4_6_6_without_scripts_a_locked_session_keeps_what_was_typed_too", async () => {
  const { page, close } = await desk(browser, office, { javaScriptEnabled: false });
  await useLink(page, links.omar);
  await page.getByRole("link", { name: "Choose a passphrase" }).click();
  await page.locator("#new").fill("six grey storks standing");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("button", { name: "Show the picture" }).click();
  const letters = await page.locator("main code").innerText();
  await page.locator("#code").fill(digitsOf(letters));
  await page.getByRole("button", { name: "Take it into use" }).click();
  await page.getByRole("link", { name: "I have them" }).click();
  await go(page);
  await page.goto("/settings/sign-in");
  const other = await page.context().newPage();
  await other.goto("/today");
  await other.locator("[data-lock]").click();
  await other.waitForURL("**/unlock");
  await page.locator("summary", { hasText: "Let a program work for me" }).click();
  await page.locator("#token-name").fill("night report");
  await page.locator("#scope-read").check();
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.locator("#proof-passphrase").fill("six grey storks standing");
  await page.getByRole("button", { name: "Go on" }).click();
  assert.match(await page.locator("pre.command").innerText(), /^caseward_token_/);
  await page.goto("/settings/sign-in");
  const kept = page.locator("main").getByText("night report", { exact: true });
  assert.ok((await kept.count()) > 0, "what was typed came through");
  await close();
});
