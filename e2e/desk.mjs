// A browser at a desk: signs in as a persona, and notices what a page should never do.
// Chromium comes from the system; nothing is downloaded.

import { existsSync } from "node:fs";
import test from "node:test";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.CASEWARD_CHROMIUM ?? "/usr/bin/chromium";
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** An answer that refuses is written to the console by the browser itself; that is no fault. */
const REFUSED = /^Failed to load resource: the server responded with a status of (400|403|404|409|410|413|422|503)/;

export const PHONE = { width: 390, height: 844 };
export const TABLET = { width: 820, height: 1180 };
export const DESKTOP = { width: 1440, height: 900 };

const missing = !existsSync(CHROMIUM);
if (missing) {
  const sentence = `NOT RUN: the browser tests need Chromium; there is none at ${CHROMIUM} (CASEWARD_CHROMIUM names another)`;
  console.error(sentence);
  if (process.env.CASEWARD_REQUIRE_ALL === "1") throw new Error(sentence);
}

/** A test that needs a browser; without one it says so, and never that it passed. */
export function promise(name, body) {
  test(name, { skip: missing && "needs Chromium" }, body);
}

export function openBrowser() {
  return missing ? null : chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** A fresh desk: own cookies, own memory. `faults` collects what should never happen. */
export async function desk(browser, office, settings = {}) {
  const context = await browser.newContext({
    baseURL: office.address,
    viewport: DESKTOP,
    locale: "en-US",
    colorScheme: "light",
    ...settings,
  });
  const faults = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${office.address}/`) && !url.startsWith("data:")) {
      faults.push(`asked elsewhere: ${new URL(url).origin}`);
    }
  });
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !REFUSED.test(message.text())) {
      faults.push(`console, ${message.page()?.url()}: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => faults.push(`script: ${error.error().message}`));
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    faults.push(`a dialog opened: ${dialog.message()}`);
    return dialog.dismiss();
  });
  return { context, page, faults, close: () => context.close() };
}

/** A desk where a persona has come in by their own link. */
export async function deskOf(browser, office, handle, settings = {}) {
  const opened = await desk(browser, office, settings);
  await signIn(opened.page, office, handle);
  return opened;
}

export async function signIn(page, office, handle) {
  await page.goto(office.personas.get(handle).link);
  await page.locator('main form[action="/sign-in"] button').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** Cookies of the language and the theme, as the switches at the top and the bottom set them. */
export async function prefer(context, office, { language, theme }) {
  await context.addCookies([
    { name: "caseward-language", value: language, url: office.address },
    { name: "caseward-theme", value: theme, url: office.address },
  ]);
}

/** The address of the file of someone on the list of whoever is signed in. */
export async function fileOf(page, name) {
  await page.goto("/clients");
  return page.getByRole("link", { name, exact: true }).getAttribute("href");
}

/** It leaves for an everyday page elsewhere; whether that can be reached from here is all the same. */
export async function leaves(page, deed) {
  const predicate = (it) => it.url() === "https://www.weather.gov/";
  const ended = ["requestfailed", "requestfinished"].map((name) => page.waitForEvent(name, { predicate }));
  await deed();
  await Promise.any(ended);
  await page.waitForTimeout(500);
}

/** Every address of this office that a page's links lead to, without the part after `#`; the way out leads elsewhere. */
export async function linksOf(page) {
  const links = await page.locator("a[href]:not([data-exit])").evaluateAll((all) => all.map((a) => a.href));
  const own = links
    .map((link) => new URL(link))
    .filter((url) => url.origin === new URL(page.url()).origin);
  return [...new Set(own.map((url) => url.pathname + url.search))];
}
