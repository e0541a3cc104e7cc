// Everyone comes in by their own link and finds their own desk, and nobody else's people.
// CC-2.4, CR-4, DV-3.2, NASW-l, NASW-m; design §1 and §9.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { deskOf, desk, fileOf, linksOf, openBrowser, promise } from "./desk.mjs";
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

const START = {
  wren: "/today",
  mateo: "/today",
  odile: "/today",
  basil: "/today",
  linnet: "/today",
  ines: "/today",
  flint: "/people",
  marigold: "/access-review",
  tansy: "/today",
  heather: "/today",
  rowan: "/today",
  juniper: "/me",
};

for (const [handle, start] of Object.entries(START)) {
  promise(`nasw_l_${handle}_comes_in_by_their_own_link_and_starts_at_their_own_desk`, async () => {
    const { page, faults, close } = await deskOf(browser, office, handle);
    assert.equal(new URL(page.url()).pathname, start);
    const { name } = office.personas.get(handle);
    assert.ok((await page.locator(".who").innerText()).includes(name));
    assert.deepEqual(faults, []);
    await close();
  });
}

promise("the_demo_says_who_one_can_be_and_lets_one_in_without_a_password", async () => {
  const { page, close } = await desk(browser, office);
  await page.goto("/sign-in");
  assert.equal(await page.locator(".persona").count(), office.personas.size);
  await page.getByRole("button", { name: "Continue as Wren Lamplight" }).click();
  await page.waitForURL("**/today");
  await close();
});

/** Reads every page that links lead to, without drawing it: its status, and all that it holds. */
async function everyPage(page) {
  const seen = new Map();
  const waiting = (await linksOf(page)).map((address) => ({ address, from: page.url() }));
  while (waiting.length > 0) {
    const { address, from } = waiting.pop();
    if (seen.has(address)) continue;
    const answer = await page.request.get(address);
    const source = await answer.text();
    const { text, links } = await page.evaluate((markup) => {
      const trusted = trustedTypes.createPolicy(`reading-${Math.random()}`, {
        createHTML: (it) => it,
      });
      const parsed = new DOMParser().parseFromString(trusted.createHTML(markup), "text/html");
      const hidden = [...parsed.querySelectorAll("*")].flatMap((element) =>
        [...element.attributes].map((attribute) => attribute.value),
      );
      return {
        text: `${parsed.documentElement.textContent} ${hidden.join(" ")}`,
        links: [...parsed.querySelectorAll("a[href]:not([data-exit])")].map((a) => a.getAttribute("href")),
      };
    }, source);
    seen.set(address, { status: answer.status(), text, from });
    waiting.push(
      ...links
        .filter((link) => link.startsWith("/"))
        .map((link) => ({ address: link.split("#")[0], from: address })),
    );
  }
  return seen;
}

/** A page that is shown, or a refusal that leads to what opens it: whoever still has to learn or sign something. */
const leadsOn = ({ status, text }) =>
  status === 200 || (status === 403 && text.includes("/agreements/required"));

for (const handle of ["flint", "marigold", "linnet", "tansy", "heather", "ines"]) {
  promise(`cc_2_4_no_page_that_${handle}_can_reach_names_a_client_or_is_a_dead_end`, async () => {
    const { page, close } = await deskOf(browser, office, handle);
    const pages = await everyPage(page);
    assert.ok(pages.size > 100, `only ${pages.size} pages were found`);
    for (const [address, found] of pages) {
      const { status, text, from } = found;
      assert.ok(leadsOn(found), `${status} at ${address}, to which ${from} leads`);
      assert.deepEqual(namedIn(text, people), [], address);
    }
    await close();
  });
}

promise("no_link_on_a_clients_own_pages_is_a_dead_end", async () => {
  const { page, close } = await deskOf(browser, office, "juniper");
  const pages = await everyPage(page);
  assert.ok(pages.size > 20, `only ${pages.size} pages were found`);
  for (const [address, { status, from }] of pages) {
    assert.equal(status, 200, `${address}, to which ${from} leads`);
  }
  await close();
});

promise("the_search_for_names_finds_a_name_where_there_is_one", async () => {
  const { page, close } = await deskOf(browser, office, "wren");
  await page.goto("/clients");
  const named = namedIn(await page.content(), people);
  assert.ok(named.includes("Nightjar"));
  assert.ok(named.length > 10);
  await close();
});

promise("dv_5_10_whose_training_ran_out_is_told_so_and_what_would_change_it", async () => {
  const { page, close } = await deskOf(browser, office, "tansy");
  const task = page.locator(".act-now .tasks li");
  assert.ok((await task.innerText()).includes("Until it is current, no client’s file opens to you"));
  await task.getByRole("link", { name: "Renew your training" }).click();
  assert.equal(await page.locator("h1").innerText(), "Before files open");
  await page.goto("/clients");
  assert.equal(await page.locator("main a.big").count(), 0);
  await close();

  const wrens = await deskOf(browser, office, "wren");
  assert.equal(await wrens.page.getByText("Renew your training").count(), 0);
  await wrens.close();
});

promise("cr_4_the_list_holds_only_ones_own_people", async () => {
  const rowans = await deskOf(browser, office, "rowan");
  await rowans.page.goto("/clients");
  const named = namedIn(await rowans.page.content(), people);
  assert.ok(named.includes("Lodestone"));
  assert.ok(!named.includes("Nightjar"), "another worker's client");
  assert.ok(!named.includes("Windrow"), "someone behind a wall");
  await rowans.close();
});

for (const handle of ["wren", "flint", "heather", "rowan", "tansy"]) {
  promise(`cc_2_4_for_${handle}_a_file_that_is_someone_elses_looks_like_none_at_all`, async () => {
    const other = await deskOf(browser, office, handle === "rowan" ? "wren" : "rowan");
    const name = handle === "rowan" ? "Saffron Nightjar" : "Jasper Lodestone";
    const theirs = await fileOf(other.page, name);
    await other.close();

    const { page, close } = await deskOf(browser, office, handle);
    const real = await page.goto(theirs);
    const shown = await page.locator("body").innerText();
    const none = await page.goto(`/clients/${"0".repeat(26)}`);
    // Whose training ran out is told that, at every file's address alike (DV-5.10).
    const status = handle === "tansy" ? 403 : 404;
    assert.equal(real.status(), status);
    assert.equal(none.status(), status);
    assert.equal(shown, await page.locator("body").innerText());
    await close();
  });
}

promise("dv_5_10_whose_training_ran_out_is_told_so_at_their_own_clients_address_too", async () => {
  const wrens = await deskOf(browser, office, "wren");
  await wrens.page.goto("/clients");
  const files = await wrens.page.locator("main a.big").evaluateAll((all) => all.map((a) => a.href));
  await wrens.close();
  const { page, close } = await deskOf(browser, office, "tansy");
  const pages = new Set();
  for (const file of files) {
    const answer = await page.goto(file);
    assert.equal(answer.status(), 403);
    pages.add(await page.locator("body").innerText());
  }
  assert.equal(pages.size, 1, "one answer, whoever it is about");
  assert.ok([...pages][0].includes("Renew your training"));
  assert.deepEqual(namedIn([...pages][0], people), []);
  await close();
});

promise("cr_4_a_supervisor_sees_who_looked_and_that_it_was_to_supervise", async () => {
  const wrens = await deskOf(browser, office, "wren");
  const file = await fileOf(wrens.page, "Saffron Nightjar");
  await wrens.close();
  const { page, close } = await deskOf(browser, office, "odile");
  await page.goto(`${file}/who-looked`);
  await page.goto(`${file}/who-looked`);
  const looks = await page.locator(".looks").innerText();
  assert.match(looks, /Odile Fernbrook \(supervisor\) opened .+ to supervise/);
  await close();
});

promise("dv_3_2_a_client_has_her_own_pages_and_no_list_of_clients", async () => {
  const { page, close } = await deskOf(browser, office, "juniper");
  const nowhere = await (await page.goto("/nowhere")).text();
  for (const address of ["/clients", "/today", "/ledger", "/system"]) {
    const answer = await page.goto(address);
    assert.equal(answer.status(), 404, address);
    assert.equal(await answer.text(), nowhere, address);
  }
  await close();
});

promise("what_must_never_happen_says_by_what_it_is_proved", async () => {
  const { page, close } = await deskOf(browser, office, "marigold");
  await page.goto("/clauses/DV-3.3.2e");
  // Two rules of it: nothing to a partner by any way, and no warning to one.
  assert.equal(await page.locator(".state", { hasText: /^Proved$/ }).count(), 2);
  assert.match(await page.locator("main").innerText(), /by cvc5 \d/);
  await close();
});

promise("nasw_l_the_privacy_officer_sees_who_looked_and_not_what_a_file_says", async () => {
  const wrens = await deskOf(browser, office, "wren");
  const file = await fileOf(wrens.page, "Saffron Nightjar");
  await wrens.page.goto(`${file}/contact`);
  await wrens.close();

  const { page, close } = await deskOf(browser, office, "linnet");
  await page.goto("/clients");
  await page.getByLabel("Open a file by its number").fill(file.split("/").pop());
  await page.getByLabel("Open a file by its number").press("Enter");
  await page.waitForURL(`**${file}/who-looked`);
  assert.ok((await page.locator(".looks").innerText()).includes("Wren Lamplight"));
  assert.deepEqual(namedIn(await page.content(), people), []);
  await page.goto(file);
  assert.ok((await page.locator(".section.locked").count()) > 10);
  assert.equal(await page.locator(".safe", { hasText: "between 10 and 12" }).count(), 0);
  assert.deepEqual(namedIn(await page.content(), people), []);
  await close();
});

promise("cc_2_4_who_looked_at_her_own_file_is_no_way_to_learn_a_clients_name", async () => {
  const junipers = await deskOf(browser, office, "juniper");
  const own = await junipers.page.locator(".section h3 a").first().getAttribute("href");
  await junipers.page.goto(own);
  await junipers.close();

  const { page, close } = await deskOf(browser, office, "linnet");
  await page.goto(own.split("/").slice(0, 3).join("/") + "/who-looked");
  assert.ok((await page.locator(".looks li").count()) > 0);
  assert.deepEqual(namedIn(await page.content(), people), []);
  await close();
});

promise("dv_3_2_a_client_reads_her_own_file_and_not_what_a_neighbour_told", async () => {
  const { page, faults, close } = await deskOf(browser, office, "juniper");
  assert.equal(await page.locator("h1").innerText(), "Juniper Ashgrove");
  const apart = page.locator(".section", { hasText: "Third-party information" });
  assert.ok(/\blocked\b|\bsealed\b/.test(await apart.getAttribute("class")));
  await apart.locator("h3 a").click();
  assert.equal(await page.locator(".said").count(), 0);
  await page.goto("/me");
  await page.locator(".section.open h3 a").first().click();
  assert.equal(await page.locator("article .panel").count(), 0);
  assert.deepEqual(faults, []);
  await close();
});
