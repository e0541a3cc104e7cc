// Coming in through the office's own directory (OpenID Connect): the whole way with a real one, and what becomes of
// everything that doesn't fit with one that lies. NASW-l.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";

import { openBrowser, promise } from "./desk.mjs";
import { CLIENT, SECRET, openDirectory, openLiar } from "./directory.mjs";
import { makeOffice } from "./real_office.mjs";

const BACK = "/sign-in/provider/back";
let browser;
let office;
let links;
let directory;
let stop;

before(async () => {
  browser = await openBrowser();
  if (!browser) return;
  office = await makeOffice();
  links = {
    dana: office.takeIn("dana", "Dana Reyes", "caseworker"),
    omar: office.takeIn("omar", "Omar Haddad", "supervisor"),
  };
  directory = await openDirectory(`${office.address}${BACK}`);
  const set = ["sign-in", "oidc", "set", "--issuer", directory.issuer, "--client-id", CLIENT];
  const shown = await office.sayMeanwhile([...set, "--name", "Town Hall", "--address", office.address, "--loopback"], `${SECRET}\n`);
  assert.equal(shown.directory.back, `${office.address}${BACK}`);
  assert.ok(!JSON.stringify(shown).includes(SECRET));
  stop = await office.serve();
});
after(async () => {
  await browser?.close();
  await stop?.();
  await directory?.close();
  office?.throwAway();
});

const opened = async () => {
  const context = await browser.newContext({ baseURL: office.address, locale: "en-US" });
  return { context, page: await context.newPage() };
};

/** At the directory: says who one is, and agrees. */
async function atDirectory(page, login) {
  await page.waitForURL((url) => url.origin === directory.issuer);
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("whatever it is");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const agree = page.getByRole("button", { name: "Continue" });
  await Promise.race([agree.waitFor(), page.waitForURL((url) => url.origin === office.address)]);
  if (new URL(page.url()).origin === directory.issuer) await agree.click();
  await page.waitForURL((url) => url.origin === office.address);
}

const through = (page) => page.getByRole("button", { name: "Continue with Town Hall" }).click();

promise("nasw_l_an_account_is_bound_at_the_link_and_lets_its_person_in_from_then_on", async () => {
  const { context, page } = await opened();
  await page.goto("/sign-in");
  await through(page);
  await atDirectory(page, "dana@town.example");
  await page.locator(".problems").waitFor();
  assert.equal((await context.cookies()).some((it) => it.name.endsWith("-session")), false, "bound to nobody yet");

  const fresh = await opened();
  await fresh.page.goto(links.dana);
  await fresh.page.locator('main form[action="/sign-in"] button').click();
  await fresh.page.waitForURL("**/setup");
  await fresh.page.getByRole("button", { name: "Bind my account at Town Hall" }).click();
  await atDirectory(fresh.page, "dana@town.example");
  await fresh.page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await fresh.page.goto("/settings/sign-in");
  await fresh.page.getByText("You can sign in with your account at Town Hall.").waitFor();
  await fresh.context.close();

  // The directory still knows this browser: it is made to ask anew all the same.
  await page.goto("/sign-in");
  await through(page);
  await atDirectory(page, "dana@town.example");
  await page.waitForURL((url) => url.origin === office.address && !url.pathname.startsWith("/sign-in"));
  await page.goto("/today");
  assert.match(page.url(), /\/today$/);
  await context.close();
});

promise("nasw_l_somebody_elses_account_is_bound_to_nobody_twice_and_turning_back_changes_nothing", async () => {
  const { context, page } = await opened();
  await page.goto(links.omar);
  await page.locator('main form[action="/sign-in"] button').click();
  await page.waitForURL("**/setup");
  await page.getByRole("button", { name: "Bind my account at Town Hall" }).click();
  await atDirectory(page, "dana@town.example");
  await page.locator(".problems", { hasText: "isn’t yours" }).waitFor();
  await page.goto("/setup");
  await page.getByRole("button", { name: "Bind my account at Town Hall" }).click();
  await page.waitForURL((url) => url.origin === directory.issuer);
  await page.getByRole("link", { name: "Cancel" }).click();
  await page.locator(".problems", { hasText: "turned back" }).waitFor();
  await page.goto("/today");
  assert.match(page.url(), /\/setup$/);
  await context.close();
});

promise("nasw_l_whoever_has_nothing_but_the_directory_proves_it_there_and_keeps_what_was_typed", async () => {
  const { context, page } = await opened();
  await page.goto("/sign-in");
  await through(page);
  await atDirectory(page, "dana@town.example");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const other = await context.newPage();
  await other.goto("/settings/sign-in");
  await page.request.post(`${office.address}/lock`, { headers: { "sec-fetch-site": "same-origin" } });
  await other.locator("summary", { hasText: "Let a program work for me" }).click();
  await other.locator("#token-name").fill("night report");
  await other.locator("#scope-read").check();
  await other.getByRole("button", { name: "Make a token" }).click();
  const beside = context.waitForEvent("page");
  await other.getByRole("button", { name: "Show it at Town Hall" }).click();
  const window = await beside;
  await atDirectory(window, "dana@town.example");
  await window.getByRole("heading", { name: "It is you" }).waitFor();
  await window.close();
  await other.getByRole("button", { name: "Go on", exact: true }).click();

  assert.match(await other.locator("pre.command").innerText(), /^caseward_token_/);
  await context.close();
});

/** A browser without a window: keeps cookies, follows nothing. */
function client(address) {
  const jar = new Map();
  const cookie = () => [...jar].map(([name, word]) => `${name}=${word}`).join("; ");
  const send = async (path, form) => {
    const headers = { cookie: cookie(), "sec-fetch-site": "same-origin" };
    const body = form && new URLSearchParams(form);
    const answer = await fetch(`${address}${path}`, { method: form ? "POST" : "GET", redirect: "manual", headers, body });
    for (const set of answer.headers.getSetCookie()) {
      const [name, word] = set.split(";")[0].split(/=(.*)/s);
      word ? jar.set(name, word) : jar.delete(name);
    }
    return { status: answer.status, refresh: answer.headers.get("refresh") ?? "", text: await answer.text() };
  };
  const signedIn = () => [...jar.keys()].some((it) => it.endsWith("-session"));
  return { send, signedIn, jar };
}

const askedAt = ({ refresh }) => refresh.replace(/^0; url=/, "");
const backWith = (answer) => `${BACK}?${new URLSearchParams(answer)}`;

test("nasw_l_what_doesnt_fit_lets_nobody_in_and_is_on_record", async (t) => {
  const small = await makeOffice();
  const link = small.takeIn("dana", "Dana Reyes", "caseworker");
  const liar = await openLiar();
  const set = ["sign-in", "oidc", "set", "--issuer", liar.issuer, "--client-id", CLIENT, "--name", "Town Hall"];
  const loopback = ["--address", small.address, "--loopback"];
  await assert.rejects(small.sayMeanwhile([...set, "--address", small.address], `${SECRET}\n`), undefined, "no TLS, and not said to be for trying out");
  liar.lie = { issuer: "http://127.0.0.1:9/another" };
  await assert.rejects(small.sayMeanwhile([...set, ...loopback], `${SECRET}\n`), undefined, "it calls itself by another name");
  liar.lie = {};
  await small.sayMeanwhile([...set, ...loopback], `${SECRET}\n`);
  const close = await small.serve();
  try {
    // Dana binds her account with a directory that tells the truth.
    const dana = client(small.address);
    await dana.send("/sign-in", { token: link.split("/").pop() });
    const asked = await dana.send("/settings/sign-in/provider", {});
    const bound = await dana.send(backWith(liar.answer(askedAt(asked))));
    assert.equal(bound.status, 200, bound.text);

    const comeIn = async (change = (it) => it) => {
      const someone = client(small.address);
      const sent = await someone.send("/sign-in/provider", {});
      const answer = change(liar.answer(askedAt(sent)));
      const back = await someone.send(backWith(answer));
      return { someone, answer, back };
    };
    const right = await comeIn();
    assert.equal(right.someone.signedIn(), true, right.back.text);

    await t.test("a code and a way back work once", async () => {
      const again = await right.someone.send(backWith(right.answer));
      assert.equal(again.status, 422);
      const thief = client(small.address);
      const sent = await thief.send("/sign-in/provider", {});
      const { state } = liar.answer(askedAt(sent));
      const back = await thief.send(backWith({ ...right.answer, state }));
      assert.deepEqual([back.status, thief.signedIn()], [422, false]);
    });

    await t.test("another browser, another state, another issuer, no code", async () => {
      const { answer } = await comeIn((it) => ({ ...it, state: "another" }));
      const stranger = client(small.address);
      assert.equal((await stranger.send(backWith(answer))).status, 422);
      assert.equal(stranger.signedIn(), false);
      for (const change of [
        (it) => ({ ...it, state: "another" }),
        (it) => ({ ...it, iss: "https://login.example" }),
        ({ state }) => ({ state, error: "access_denied" }),
        ({ state, iss }) => ({ state, iss, code: "never given" }),
        ({ state, iss }) => ({ state, iss, code: "x".repeat(10_000) }),
      ]) {
        const { someone, back } = await comeIn(change);
        assert.deepEqual([back.status, someone.signedIn()], [422, false], back.text);
      }
    });

    const now = Math.floor(Date.now() / 1000);
    const lies = {
      "another nonce": { claims: { nonce: "another" } },
      "no nonce": { claims: { nonce: undefined } },
      "another audience": { claims: { aud: "another" } },
      "one more audience": { claims: { aud: [CLIENT, "another"] } },
      "another issuer": { claims: { iss: "http://127.0.0.1:9" } },
      "over since long": { claims: { exp: now - 3600, iat: now - 7200 } },
      "no subject": { claims: { sub: undefined } },
      "another key": { key: liar.others },
      "no signature": { header: { alg: "none" }, signature: "" },
      "a signature by the secret": { header: { alg: "HS256" } },
      "somebody unknown": { claims: { sub: "someone else", email: "dana@harbour.example", email_verified: true } },
    };
    for (const [name, lie] of Object.entries(lies)) {
      await t.test(`an ID token with ${name}`, async () => {
        liar.lie = lie;
        const { someone, back } = await comeIn();
        assert.deepEqual([back.status, someone.signedIn()], [422, false], back.text);
        liar.lie = {};
      });
    }

    await t.test("a token endpoint that is elsewhere", async () => {
      const someone = client(small.address);
      const sent = await someone.send("/sign-in/provider", {});
      liar.lie = { tokenEndpoint: "http://169.254.169.254/latest" };
      const back = await someone.send(backWith(liar.answer(askedAt(sent))));
      liar.lie = {};
      assert.deepEqual([back.status, someone.signedIn()], [503, false]);
    });

    await t.test("a directory that is away says so, and the other ways stay", async () => {
      await liar.close();
      const someone = client(small.address);
      const away = await someone.send("/sign-in/provider", {});
      assert.equal(away.status, 503);
      assert.match(away.text, /doesn’t answer/);
      const half = await someone.send("/sign-in/passphrase", { handle: "dana", passphrase: "four calm herons" });
      assert.equal(half.status, 303);
    });
  } finally {
    await close();
    await liar.close().catch(() => {});
  }
  const entries = JSON.stringify(small.say(["ledger", "show"]));
  assert.ok(!entries.includes(SECRET) && !entries.includes("dana@"));
  small.throwAway();
});
