// What holds for every page: readable by everyone, on every screen, in both languages and colours,
// quiet in the console, and asking nothing of anyone else.
// Design §8, WCAG 2.2 AA; reference: what keeps the pages true.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { AxeBuilder } from "@axe-core/playwright";

import {
  DESKTOP,
  PHONE,
  TABLET,
  desk,
  deskOf,
  fileOf,
  openBrowser,
  prefer,
  promise,
} from "./desk.mjs";
import { openOffice } from "./office.mjs";
import { comeIn, noteOf, openMeeting, series } from "./table.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
// Each language, each colour and each width is met once.
const READINGS = [
  { language: "en", theme: "dark", size: DESKTOP },
  { language: "es", theme: "light", size: PHONE },
];

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

/** One page of each kind, at the desk where it is met: what leads there, given the desk's page. */
const PAGES = {
  "nobody: the door": async (page) => page.goto("/sign-in"),
  "nobody: a link": async (page) => page.goto(office.personas.get("wren").link),
  "nobody: a spent link": async (page) => page.goto("/sign-in/neverMade"),
  "nobody: covered": async (page) => page.goto("/covered"),
  "nobody: no such page": async (page) => page.goto("/nowhere"),
  "wren: today": async (page) => page.goto("/today"),
  "wren: my clients": async (page) => page.goto("/clients"),
  "wren: nobody found": async (page) => {
    await page.goto("/clients");
    await page.locator("#filter").fill("zzzzzz");
    await page.locator("#filter").press("Enter");
    await page.locator(".empty").waitFor();
  },
  "wren: a file": async (page) => page.goto(await saffron(page)),
  "wren: a file at a glance": async (page) => page.goto(`${await saffron(page)}/summary`),
  "wren: a plan": async (page) => page.goto(`${await saffron(page)}/plan`),
  "wren: a plan's line to mend": async (page) => {
    await page.goto(`${await saffron(page)}/plan`);
    await page.locator("main form.form .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "wren: the papers of a file": async (page) => page.goto(`${await saffron(page)}/documents`),
  "wren: notes": async (page) => page.goto(`${await saffron(page)}/notes`),
  "wren: records": async (page) => page.goto(`${await saffron(page)}/housing`),
  "wren: identity": async (page) => page.goto(`${await saffron(page)}/identity`),
  "wren: what others told": async (page) => page.goto(`${await saffron(page)}/third_party`),
  "wren: who looked": async (page) => page.goto(`${await saffron(page)}/who-looked`),
  "wren: a new entry": async (page) => page.goto(`${await saffron(page)}/entries/new`),
  "wren: an entry to mend": async (page) => {
    await page.goto(`${await saffron(page)}/entries/new`);
    await page.locator("main .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "wren: a disclosure to prepare": async (page) => {
    await page.goto(`${await saffron(page)}/disclosures/new`);
  },
  "wren: a disclosure to mend": async (page) => {
    await page.goto(`${await saffron(page)}/disclosures/new`);
    await page.locator('main form.form button[value="next"]').click();
    await page.locator(".problems").waitFor();
  },
  "tansy: a day with something to act on": async (page) => page.goto("/today"),
  "tansy: files are closed for now": async (page) => page.goto(`/clients/${"0".repeat(26)}`),
  "tansy: what comes before files open": async (page) => page.goto("/agreements/required"),
  "tansy: a course": async (page) => page.goto("/training/induction"),
  "tansy: a page of a course": async (page) => page.goto("/training/induction/1"),
  "tansy: the questions of a course": async (page) => {
    await page.goto("/training/induction/questions");
    await page.locator("main .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "wren: my agreements": async (page) => page.goto("/agreements"),
  "wren: a text": async (page) => page.goto("/agreements/procedure"),
  "wren: saying no": async (page) => page.goto("/agreements/procedure/refuse"),
  "linnet: who is missing what": async (page) => page.goto("/agreements/missing"),
  "linnet: publishing": async (page) => page.goto("/agreements/publish/committee"),
  "linnet: papers": async (page) => page.goto("/agreements/papers"),
  "linnet: a paper to mend": async (page) => {
    await page.goto("/agreements/papers/new");
    await page.locator("main .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "linnet: a file that is locked": async (page) => {
    await page.goto(await known());
    await page.locator(".why > summary").first().click();
  },
  "linnet: a section that is locked": async (page) => page.goto(`${await known()}/notes`),
  "wren: before an emergency": async (page) => page.goto("/access/emergency"),
  "wren: a danger to describe": async (page) => {
    await page.goto("/access/emergency/new");
    await page.locator("main .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "odile: emergencies to review": async (page) => page.goto("/access/reviews"),
  "odile: a review to mend": async (page) => {
    await page.goto("/access/reviews");
    await page.locator("a.task").first().click();
    await page.getByRole("button", { name: /^(Save the review|Guardar la revisión)$/ }).click();
    await page.locator(".problems").waitFor();
  },
  "odile: files that wait": async (page) => page.goto("/people/waiting"),
  "flint: the people": async (page) => page.goto("/people"),
  "flint: somebody new to mend": async (page) => {
    await page.goto("/people/new");
    await page.locator("main .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "flint: a colleague": async (page) => {
    await page.goto("/people");
    await page.getByRole("link", { name: "Wren Lamplight" }).first().click();
    for (const summary of await page.locator("main details > summary").all()) await summary.click();
  },
  "flint: before an end": async (page) => {
    await page.goto("/people");
    await page.getByRole("link", { name: "Wren Lamplight" }).first().click();
    await page.locator('a[href$="/end"]').click();
  },
  "flint: the partners": async (page) => page.goto("/people/organizations"),
  "flint: the settings": async (page) => page.goto("/settings"),
  "flint: the limits of emergencies": async (page) => page.goto("/settings/emergencies"),
  "flint: the system": async (page) => page.goto("/system"),
  "flint: an empty list": async (page) => page.goto("/clients"),
  "marigold: the ledger": async (page) => page.goto("/ledger"),
  "marigold: an entry": async (page) => page.goto("/ledger/3"),
  "marigold: a checked proof": async (page) => page.goto("/ledger/3/check"),
  "marigold: the clauses": async (page) => page.goto("/clauses"),
  "marigold: a clause": async (page) => page.goto("/clauses/CC-2.4"),
  "marigold: help": async (page) => page.goto("/help"),
  "juniper: her own file": async (page) => page.goto("/me"),
  "basil: the conferences": async (page) => page.goto("/conferences"),
  "basil: a series": async (page) => page.goto(await series(page)),
  "basil: a lobby": async (page) => page.goto(await meeting()),
  "basil: his agenda": async (page) => page.goto(`${await meeting()}/agenda`),
  "basil: a room that he leads": async (page) => shown(page, await comeIn(page, await meeting())),
  "wren: a room": async (page) => shown(page, await comeIn(page, await meeting())),
  "wren: a note that is stopped": async (page) => {
    await stopped(page);
    await noteOf(page).locator("mark").first().waitFor();
  },
  "wren: leaving a room with a note": async (page) => page.goto(`${await noted(page)}/leave`),
  "wren: a note to keep": async (page) => {
    await page.goto(`${await noted(page)}/leave`);
    await page.locator('main a[href*="/keep/"]').first().click();
    await page.locator("main form .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "wren: decisions and actions": async (page) => {
    await page.goto(`${await comeIn(page, await meeting())}/actions`);
    await page.locator("#text").fill("A bed for Nightjar");
    await page.locator("[data-stopped]:not(:empty)").waitFor();
  },
  "wren: actions of her organization": async (page) => page.goto("/conferences/actions"),
  "heather: kept notes and certificates": async (page) => page.goto(`${await series(page)}/notes`),
  "wren: a breach to report": async (page) => {
    await page.goto("/breaches/new");
    await page.locator("main form .actions button").click();
    await page.locator(".problems").waitFor();
  },
  "wren: what she reported": async (page) => {
    await page.goto("/breaches/new");
    await page.locator("#what").fill("A list lay in the hall.");
    await page.locator("#whom").selectOption({ label: "Mateo Ríoclaro" });
    await page.locator("main form .actions button").click();
    await page.waitForURL("**/breaches");
  },
  "basil: the breach desk": async (page) => page.goto("/breaches/desk"),
  "basil: a breach at the desk": async (page) => {
    await page.goto("/breaches/desk");
    await page.locator("main .looks a").first().click();
    const takes = page.locator('form[action$="/acknowledge"] button');
    if (await takes.isVisible()) await takes.click();
    await page.locator('form[action$="/inquire"] button').click();
    await page.locator(".problems").waitFor();
  },
};

let opened;
/** The demo's meeting, whose rooms are opened when the first page needs them. */
const meeting = () => (opened ??= openMeeting(browser, office));

/** A room whose line has told what there is. */
async function shown(page, room) {
  assert.equal(new URL(page.url()).pathname, room);
  await page.locator("[data-stage]:not([hidden]), [data-item]:not([hidden])").first().waitFor();
}

/** What is typed in a note; gives the room. */
async function typed(page, text) {
  const room = await comeIn(page, await meeting());
  await page.goto(`${room}/notes`);
  await noteOf(page).locator("textarea").fill(text);
  return room;
}

const stopped = (page) => typed(page, "Nightjar sleeps at 14 Elm Street, call 555 014 7731.");

async function noted(page) {
  const room = await typed(page, "asks for a room");
  await noteOf(page).locator("button").click();
  await page.waitForFunction(() => document.querySelector("[data-note-state]").textContent !== "");
  return room;
}

let file;
async function saffron(page) {
  file ??= await fileOf(page, "Saffron Nightjar");
  return file;
}

/** The file's address, for those who have no list to find it on. */
async function known() {
  if (!file) {
    const { page, close } = await deskOf(browser, office, "wren");
    await saffron(page);
    await close();
  }
  return file;
}

async function deskFor(name, settings = {}) {
  const who = name.split(":")[0];
  return who === "nobody"
    ? desk(browser, office, settings)
    : deskOf(browser, office, who, settings);
}

const sized = (page) =>
  page.evaluate(() => ({
    reaches: document.scrollingElement.scrollWidth,
    wide: document.documentElement.clientWidth,
    who: [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 3)
      .map((it) => it.outerHTML.slice(0, 120)),
  }));

/** One first heading, none skipped, and no name given twice on a page. */
async function assertInOrder(page) {
  const { levels, twice } = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
    const headings = [...document.querySelectorAll("main :is(h1, h2, h3, h4)")];
    return {
      levels: headings.map((it) => Number(it.tagName[1])),
      twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    };
  });
  assert.equal(levels.filter((level) => level === 1).length, 1);
  const skipped = levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1);
  assert.deepEqual(skipped, [], `${levels}`);
  assert.deepEqual(twice, []);
}

for (const [name, lead] of Object.entries(PAGES)) {
  promise(`${name}: everyone can read it, in both languages and both colours, on every screen, and it says that this is a demo`, async () => {
    const { context, page, faults, close } = await deskFor(name);
    const found = [];
    for (const reading of READINGS) {
      const { language, theme } = reading;
      await prefer(context, office, reading);
      await lead(page);
      assert.equal(await page.locator("html").getAttribute("lang"), language);
      for (const size of [PHONE, TABLET, DESKTOP]) {
        await page.setViewportSize(size);
        const { reaches, wide, who } = await sized(page);
        assert.ok(reaches <= wide, `${language}, ${size.width}: ${reaches} wide: ${who.join("\n")}`);
        assert.ok(await page.locator("aside.demo").isVisible(), `no banner at ${size.width}`);
      }
      await page.setViewportSize(reading.size);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const where = `${language}, ${theme}, ${reading.size.width}`;
      for (const { id, nodes } of violations) {
        found.push(`${where}: ${id}: ${nodes.map((node) => node.target).join(" ")}`);
      }
    }
    await assertInOrder(page);
    assert.deepEqual(found, []);
    assert.deepEqual(faults, []);
    await close();
  });
}
