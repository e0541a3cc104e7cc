// Runs the browser's check of typed text over what typed.rs sends, and says what it found: for each text one line, `from..to why` of
// each place. In a line that comes, \n is a line break and \u{…} a sign by its number.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(here, "../../../caseward-web/src/assets");
const words = path.join(here, "../../words/typed");

// Node.js takes a script for a module by the package that it lies in.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "caseward-typed-"));
fs.writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
for (const name of fs.readdirSync(assets).filter((it) => it.startsWith("typed"))) {
  fs.copyFileSync(path.join(assets, name), path.join(folder, name));
}
const { check, vocabulary } = await import(pathToFileURL(path.join(folder, "typed.js")));
fs.rmSync(folder, { recursive: true });

const file = (name) => fs.readFileSync(path.join(words, name), "utf8");
const known = vocabulary(file("english.txt"), file("spanish.txt"), file("field.txt"));
const plain = (written) =>
  written.replaceAll("\\n", "\n").replace(/\\u\{([0-9a-f]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));

const allowed = { organizations: [], identifiers: [] };
const said = [];
for (const line of fs.readFileSync(0, "utf8").split("\n")) {
  const [what, ...rest] = line.split("\t");
  if (what === "organization") allowed.organizations.push(rest[0]);
  else if (what === "identifier") allowed.identifiers.push(rest[0]);
  else if (what === "text") {
    const found = check(plain(rest.join("\t")), allowed, known);
    said.push(found.map((it) => `${it.from}..${it.to} ${it.why}`).join(", "));
  }
}
process.stdout.write(`${said.join("\n")}\n`);
