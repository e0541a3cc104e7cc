// The demo's case conference, as far as its people bring it themselves: Basil's table closes its agenda, opens its rooms, and is sat at.
// Saffron Nightjar, whom Wren serves, is spoken of there by an identifier.

import assert from "node:assert/strict";

import { deskOf } from "./desk.mjs";

const TITLE = "Farawell housing table";
/** How an identifier is written. */
export const IDENTIFIER = /^[B-DF-HJKM-Z]{4}-[B-DF-HJKM-Z]{4}$/;

/** The address of the demo's series, for whoever takes part in it. */
export async function series(page) {
  await page.goto("/conferences");
  return page.getByRole("link", { name: TITLE }).getAttribute("href");
}

/** Basil closes the agenda of today's meeting and opens its rooms; gives its address. It can be done once in an office. */
export async function openMeeting(browser, office) {
  const { page, close } = await deskOf(browser, office, "basil");
  await page.goto(await series(page));
  const links = await page.locator('main a[href^="/meetings/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const meeting = links.find((it) => /^\/meetings\/[0-9a-z]{26}$/.test(it));
  const send = async (path, form) => {
    const answer = await page.request.post(`${meeting}/${path}`, { form, maxRedirects: 0 });
    assert.equal(answer.status(), 303, path);
  };
  await send("agenda/close", {});
  await page.goto(meeting);
  const sittings = await page.locator('form[action$="/open"] input[name="sitting"]').evaluateAll((all) => all.map((it) => it.value));
  for (const sitting of sittings) await send("open", { sitting });
  await close();
  return meeting;
}

/** Whoever is signed in says in the lobby what has to be said, and comes in; gives the address of their room. */
export async function comeIn(page, meeting) {
  await page.goto(meeting);
  await page.locator("#reminded").check();
  await page.locator("#attests").check();
  await page.locator('main form[action$="/seat"] button').click();
  await page.waitForURL("**/room/*");
  return new URL(page.url()).pathname;
}

/** Somebody comes in at a desk of their own. */
export async function sitDown(browser, office, handle, meeting, settings = {}) {
  const opened = await deskOf(browser, office, handle, settings);
  const room = await comeIn(opened.page, meeting);
  return { ...opened, room };
}

/** Where a note on whoever is spoken of by an identifier is typed, on the page of notes. */
export const noteOf = (page) => page.locator('form[data-note="checked"]');

/** Everything that a page's context asks of the server from now on: its address, its head and what it sends. */
export function overheard(context) {
  const all = [];
  context.on("request", (request) => {
    all.push({ method: request.method(), path: new URL(request.url()).pathname, whole: `${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}` });
  });
  return all;
}

/** Everything that a browser could keep of its pages. */
export const kept = (page) =>
  page.evaluate(async () => {
    const stores = [localStorage, sessionStorage].map((it) => JSON.stringify({ ...it }));
    const databases = (await indexedDB.databases()).map((it) => it.name);
    const caching = [];
    for (const name of await caches.keys()) caching.push(name, ...(await (await caches.open(name)).keys()).map((it) => it.url));
    return [...stores, document.cookie, ...databases, ...caching, JSON.stringify(history.state), document.title, location.href].join("\n");
  });

/** Presses Tab until the wanted element has the focus; fails when it can't be reached. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((it) => document.activeElement?.matches(it), selector)) return;
  }
  assert.fail(`the keyboard doesn't reach ${selector} on ${page.url()}`);
}
