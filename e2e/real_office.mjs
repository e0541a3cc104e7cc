// Makes an office as `caseward init` makes one, with nobody in it but those who are taken in here, serves it on this
// machine, and takes it away again.

import { execFile, execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { BINARY, freePort, listening } from "./office.mjs";

/** The right answers to the questions of a text that comes with the program, read where they are written. */
function answersOf(form) {
  const text = readFileSync(fileURLToPath(new URL(`../policies/${form}.en.toml`, import.meta.url)), "utf8");
  return [...text.matchAll(/^right = (\d+)$/gm)].map(([, number]) => number).join(",");
}

/** What caseworkers and supervisors sign before anything opens to them. */
const AGREEMENTS = {
  procedure: "domestic-violence/forms/procedure",
  "case-conferencing": "case-conferencing/forms/agreement",
};

/** An office that isn't served yet: say commands about it, then serve it. */
export async function makeOffice() {
  const folder = mkdtempSync(join(tmpdir(), "caseward-e2e-"));
  const passphrase = join(folder, "passphrase");
  writeFileSync(passphrase, "four quiet words here\n", { mode: 0o600 });
  const env = { ...process.env, CASEWARD_PASSPHRASE_FILE: passphrase };
  const data = ["--data", join(folder, "office"), "--format", "json"];
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const say = (words, input = "") => JSON.parse(execFileSync(BINARY, [...words, ...data], { env, input, encoding: "utf8" }));
  const sayMeanwhile = (words, input = "") =>
    new Promise((resolve, reject) => {
      const ended = (error, told) => (error ? reject(error) : resolve(JSON.parse(told)));
      execFile(BINARY, [...words, ...data], { env, encoding: "utf8" }, ended).stdin.end(input);
    });
  const made = say(["init", "--organization", "Harbour House", "--address", address]);
  return {
    address,
    administratorLink: made.sign_in_link,
    say,
    /** The same, while what runs in this process (a directory) goes on answering. */
    sayMeanwhile,
    /** Takes someone in; gives the link that leads to setting up how they sign in. */
    takeIn(handle, name, role) {
      say(["worker", "add", handle, "--name", name, "--role", role]);
      const signer = `${name}\n\nAdvocate\n${handle}@harbour.example\n555 0100\n`;
      for (const [text, form] of Object.entries(AGREEMENTS)) {
        say(["agreement", "sign", text, "--as", handle, "--agree", "--answers", answersOf(form)], signer);
      }
      say(["training", "take", "induction", "--as", handle, "--answers", answersOf("domestic-violence/forms/induction")]);
      return say(["user", "invite", handle, "--address", address]).link;
    },
    async serve() {
      const words = ["serve", "--listen", `127.0.0.1:${port}`, "--address", address];
      const served = spawn(BINARY, [...words, ...data], { env, stdio: ["ignore", "ignore", "inherit"] });
      const ended = new Promise((resolve) => served.on("exit", resolve));
      await listening(address, served);
      return async () => {
        served.kill("SIGTERM");
        await ended;
      };
    },
    throwAway: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The six digits of an authenticator app that holds these letters (RFC 6238). */
export function digitsOf(letters, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...letters.replaceAll(/[\s=]/g, "")].map((it) => alphabet.indexOf(it).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((it) => Number.parseInt(it, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const print = createHmac("sha1", secret).update(step).digest();
  const from = print[19] & 15;
  return String((print.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Waits until the next half minute has begun, so that a code that was used isn't offered again. */
export async function nextHalfMinute(page) {
  await page.waitForTimeout(30_000 - (Date.now() % 30_000) + 200);
}
