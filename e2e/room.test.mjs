// The room of a case conference: it covers itself when nobody looks or the line is lost, shows what the server tells it as text and
// without being made anew, keeps nothing, and lets nothing off the screen that could tell who somebody is (CC-2.2, CC-2.4, CC-2.5).
//
// What the board shows comes from the server's line. Here the line is played, so that it can tell what no server would.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { PHONE, deskOf, openBrowser, promise } from "./desk.mjs";
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

const two = (number) => String(number).padStart(2, "0");

/** Basil begins a series, sets a meeting, opens its room and comes in. `before` runs when the room is about to be shown. */
async function inTheRoom(settings = {}, before = async () => {}) {
  const opened = await deskOf(browser, office, "basil", settings);
  const { page } = opened;
  const post = async (path, form) => (await page.request.post(path, { form, maxRedirects: 0 })).headers().location;
  const series = await post("/conferences", {
    title: "Northside table",
    kind: "by_name_list",
    purpose: "A home for everybody on the list of the north side.",
    deputy: "",
  });
  await page.goto(series);
  const version = await page.locator('input[name="version"]').inputValue();
  const signer = { name: "Basil Overbridge", position: "Lead", email: "basil@lantern.example", phone: "555 0100" };
  await post(`${series}/signature`, { version, ...signer, accepts: "yes" });
  const at = new Date(Date.now() + 3_600_000);
  const meeting = await post(`${series}/meetings`, {
    day: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
    minutes: "60",
    how: "remote",
    place: "",
    purpose: "Homes for everybody on the list.",
  });
  await post(`${meeting}/open`, {});
  await page.goto(meeting);
  await page.locator("#reminded").check();
  await page.locator("#attests").check();
  await before(page);
  await page.getByRole("button", { name: "Come in" }).click();
  await page.waitForURL("**/room/*");
  return { ...opened, meeting };
}

const frame = (told) => ({ stage: "waiting", step: null, next_minutes: null, handle: "", hand: false, speaks: false, hands: [], ...told });
const item = (told) => ({ called: "KWPT-ZNRD", by_identifier: true, purpose: "For a home", left_ms: 90_000, speaking: "", sections: [], said: [], ...told });

/** Plays the line to the page: what is told over it stands in the test. */
const play = (page) =>
  page.addInitScript(() => {
    window.EventSource = class extends EventTarget {
      static CLOSED = 2;
      readyState = 1;
      constructor() {
        super();
        window.line = this;
      }
      close() {
        this.readyState = 2;
      }
    };
  });

/** Tells the page something over the line that is played. */
const tell = (page, told) =>
  page.evaluate((data) => window.line.dispatchEvent(new MessageEvent("board", { data })), JSON.stringify(told));

const covered = (page) => page.locator("[data-room-cover]:not([hidden])").waitFor();
const open = (page) => page.locator("[data-room]:not([hidden])").waitFor();

/** Everything that a browser could keep of a page. */
const kept = (page) =>
  page.evaluate(async () => {
    const stores = [localStorage, sessionStorage].map((it) => JSON.stringify({ ...it }));
    const databases = (await indexedDB.databases()).map((it) => it.name);
    return [...stores, document.cookie, ...databases, ...(await caches.keys())].join("\n");
  });

promise("cc_2_2_the_room_follows_the_servers_own_line_and_says_what_there_is", async () => {
  const { page, faults, close } = await inTheRoom();
  await page.locator('[data-stage="empty"]:not([hidden])').waitFor();
  assert.equal(await page.locator("[data-item]").isVisible(), false);
  assert.equal(await page.locator("[data-by-hand]").isVisible(), false);
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_5_what_the_line_tells_is_shown_as_text_and_without_making_the_page_anew", async () => {
  const markup = "<img src=x onerror=alert(1)>";
  const first = frame({
    stage: "item",
    handle: "a".repeat(26),
    item: item({
      called: markup,
      sections: [{ title: "Housing", records: [{ lines: [{ name: "Move-in date", value: markup }], note: "" }] }],
      said: [{ kind: "I offer", by: "Heather", text: "A room." }],
    }),
  });
  const then = frame({ stage: "not_yours" });
  const { page, faults, close } = await inTheRoom({ viewport: PHONE }, play);
  await tell(page, first);
  await page.locator("[data-called]", { hasText: markup }).waitFor();
  await page.evaluate(() => (window.isStillThere = true));
  await tell(page, then);
  await page.locator('[data-stage="not_yours"]:not([hidden])').waitFor();
  assert.equal(await page.evaluate(() => window.isStillThere), true);
  // Nothing of what was spoken of stays on the page, whether it can be seen or not.
  const left = await page.content();
  for (const word of ["onerror", "Move-in", "A room.", "a".repeat(26)]) assert.ok(!left.includes(word), word);
  assert.match(await page.locator("[data-told]").innerText(), /isn’t about a client of yours/);
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_5_the_browser_keeps_nothing_of_what_it_was_told", async () => {
  const told = frame({ stage: "item", handle: "b".repeat(26), item: item({}) });
  const { page, context, close } = await inTheRoom({}, play);
  await tell(page, told);
  await page.locator("[data-called]", { hasText: "KWPT-ZNRD" }).waitFor();
  for (const word of ["KWPT", "b".repeat(26)]) assert.ok(!(await kept(page)).includes(word), word);
  const cookies = JSON.stringify(await context.cookies());
  assert.ok(!cookies.includes("KWPT"));
  await close();
});

promise("cc_2_2_a_lost_line_covers_the_room_and_it_comes_back_with_the_line", async () => {
  const { page, context, close } = await inTheRoom();
  await page.locator('[data-stage="empty"]:not([hidden])').waitFor();
  await context.setOffline(true);
  await covered(page);
  assert.equal(await page.locator("[data-room]").isVisible(), false);
  await context.setOffline(false);
  await open(page);
  await close();
});

promise("cc_2_2_a_line_that_breaks_covers_the_room_until_the_server_tells_anew_what_holds", async () => {
  const { page, close } = await inTheRoom({}, play);
  await tell(page, frame({}));
  await open(page);
  await page.evaluate(() => window.line.dispatchEvent(new Event("error")));
  await covered(page);
  // That the seat counts isn't enough: what stands there may be old.
  await page.waitForTimeout(500);
  assert.equal(await page.locator("[data-room]").isVisible(), false);
  await tell(page, frame({ stage: "over" }));
  await open(page);
  await page.locator('[data-stage="over"]:not([hidden])').waitFor();
  await close();
});

promise("cc_2_2_a_page_of_a_room_that_is_opened_twice_is_shown_once_and_the_earlier_one_says_so", async () => {
  const { page, context, faults, close } = await inTheRoom();
  await page.locator('[data-stage="empty"]:not([hidden])').waitFor();
  const again = await context.newPage();
  await again.goto(page.url());
  await covered(page);
  await page.getByText("You came in once more in another page").waitFor();
  assert.equal(await page.locator("[data-board]").count(), 0);
  // It asks for nothing more, and so shuts the later one out neither now nor a minute after.
  let asked = 0;
  page.on("request", () => (asked += 1));
  await page.waitForTimeout(2500);
  assert.equal(asked, 0);
  await open(again);
  await again.locator('[data-stage="empty"]:not([hidden])').waitFor();
  assert.deepEqual(faults, []);
  await close();
});

promise("cc_2_2_a_page_that_nobody_sees_for_a_minute_is_out_of_the_room", async () => {
  const { page, close } = await inTheRoom({}, (it) => it.clock.install());
  await page.locator('[data-stage="empty"]:not([hidden])').waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.clock.fastForward(61_000);
  await page.getByText("This page was hidden for a minute").waitFor();
  assert.equal(await page.locator("[data-board]").count(), 0);
  await close();
});

promise("cc_2_4_what_could_tell_who_somebody_is_never_leaves_the_typists_screen", async () => {
  const told = frame({ stage: "item", handle: "c".repeat(26), item: item({}) });
  const { page, close } = await inTheRoom({}, play);
  await tell(page, told);
  await page.locator("[data-called]", { hasText: "KWPT-ZNRD" }).waitFor();
  const sent = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(`${new URL(request.url()).pathname} ${request.postData() ?? ""}`);
  });
  await page.getByLabel("I offer").check();
  await page.locator("#text").pressSequentially("Saffron Nightjar can move in on Monday");
  await page.locator("[data-stopped]", { hasText: "Nightjar" }).waitFor();
  await page.getByRole("button", { name: "Say it" }).click();
  await page.waitForTimeout(300);
  assert.ok(!sent.some((it) => it.includes("/say") || it.includes("Nightjar")), sent.join("\n"));
  // When somebody else is spoken of, what was stopped doesn't stay there either.
  await tell(page, frame({ stage: "item", handle: "d".repeat(26), item: item({ called: "BCDF-GHJK" }) }));
  await page.locator("[data-called]", { hasText: "BCDF-GHJK" }).waitFor();
  assert.ok(!(await page.content()).includes("Nightjar"));
  await page.getByLabel("I offer").check();
  await page.locator("#text").fill("A room from Monday on.");
  const said = page.waitForRequest((it) => it.url().endsWith("/say"));
  await page.getByRole("button", { name: "Say it" }).click();
  assert.match((await said).postData() ?? "", /text=A\+room/);
  await close();
});
