// Starts the demo office that the browser visits, and stops it again.
// Everyone in it is made up; it listens on this machine only and leaves nothing behind.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const BINARY = process.env.CASEWARD_BIN ?? here("../target/debug/caseward");
const HOUSEHOLDS = here("../crates/caseward/src/demo/fiction/households.rs");

/** A port that nobody uses at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** What the demo prints first: one JSON object. */
function announced(demo) {
  return new Promise((resolve, reject) => {
    let told = "";
    let complaint = "";
    demo.stdout.on("data", (piece) => {
      told += piece;
      try {
        resolve(JSON.parse(told));
      } catch {
        // The rest of the object is still on its way.
      }
    });
    demo.stderr.on("data", (piece) => (complaint += piece));
    demo.on("error", reject);
    demo.on("exit", (code) => reject(new Error(`the demo ended with ${code}: ${complaint}`)));
  });
}

/** Waits until the office answers: it says its address before it listens there. */
export async function listening(address, demo) {
  while (demo.exitCode === null) {
    try {
      await fetch(`${address}/sign-in`);
      return;
    } catch {
      await new Promise((again) => setTimeout(again, 50));
    }
  }
  throw new Error("the demo ended before it listened");
}

/** A running demo office: its address, its personas by handle, and how to stop it. */
export async function openOffice() {
  if (!existsSync(BINARY)) {
    throw new Error(`there is no ${BINARY}: run \`cargo build -p caseward\`, or set CASEWARD_BIN`);
  }
  const listen = `127.0.0.1:${await freePort()}`;
  const demo = spawn(BINARY, ["demo", "--listen", listen, "--format", "json"]);
  const ended = new Promise((resolve) => demo.on("exit", resolve));
  const { address, personas, letters } = await announced(demo);
  await listening(address, demo);
  return {
    address,
    /** The folder of the letters that it would send by mail. */
    letters,
    personas: new Map(personas.map((persona) => [persona.handle, persona])),
    async close() {
      demo.kill("SIGTERM");
      await ended;
    },
  };
}

/**
 * The names of everyone who has a file in the fiction, read from where they are made up, so that a
 * person who is added there is looked for here. A name of one word is a code name.
 */
export function clientNames() {
  const source = readFileSync(HOUSEHOLDS, "utf8");
  const person = /\b(?:head|child|partner|relative)\(\s*"\d+",\s*\("([^"]+)",\s*"([^"]*)"\)/g;
  const people = [...source.matchAll(person)].map(([, first, last]) => ({ first, last }));
  if (people.length < 50) throw new Error("the names of the fiction could not be read");
  return people;
}

/** Which of the fiction's clients a text names: by whole name, by last name, or by code name. */
export function namedIn(text, people) {
  // A hash or a signature of the ledger has letters of everything in it.
  const flat = text.replace(/\s+/g, " ").replace(/[A-Za-z0-9+/]{40,}={1,2}/g, "");
  const whole = (name) =>
    new RegExp(`(?<![\\p{L}])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}])`, "u");
  const words = new Set(people.map(({ first, last }) => last || first));
  return [...words].filter((word) => whole(word).test(flat));
}
