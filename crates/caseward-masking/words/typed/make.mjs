// Makes the two vocabularies of the check of typed text (docs/reference/typed-text.md): english.txt and spanish.txt, beside this file.
//
//   apt-get download scowl tesseract-ocr-spa && for it in *.deb; do dpkg -x "$it" sources; done
//   combine_tessdata -u "$(find sources -name spa.traineddata)" sources/spa.
//   dawg2wordlist sources/spa.lstm-unicharset sources/spa.lstm-word-dawg sources/spanish
//   pip download --no-deps --no-binary :all: -d sources names==0.3.0 && tar xzf sources/names-0.3.0.tar.gz -C sources
//   pip download --no-deps -d sources faker && unzip -q sources/faker*.whl -d sources
//   node make.mjs sources
//
// The words come from SCOWL and from the Spanish word list of Tesseract (SOURCES.md has their licences). The lists of names, of the
// United States' census of 1990 and of Faker, only take words away. kept.tsv says what stays all the same.
//
// Words are folded: small, without marks. Each line has the next word in the order of the alphabet: how many letters it shares
// with the one before (A for none, B for one, ...), the other letters, and `*` if it is a first name too.

import fs from "node:fs";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const sources = process.argv[2];
const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const lines = (file, encoding = "utf8") => fs.readFileSync(file, encoding).split(/\r?\n/).filter(Boolean);
const LONGEST = 24;

// What was decided by hand.
const decided = new Map();
for (const line of lines(path.join(here, "kept.tsv")).filter((it) => !it.startsWith("#"))) {
  const [sense, words] = line.split("\t");
  if (!decided.has(sense)) decided.set(sense, new Set());
  for (const word of words.split(" ")) decided.get(sense).add(fold(word));
}
const is = (sense, word) => decided.get(sense).has(word);

// Names: the census, the house's own short forms, and those that Faker has for English and Spanish.
const first = new Set();
const last = new Map();
const census = path.join(sources, "names-0.3.0/names");
for (const half of ["female", "male"]) {
  for (const line of lines(path.join(census, `dist.${half}.first`))) first.add(fold(line.split(/\s+/)[0]));
}
for (const line of lines(path.join(census, "dist.all.last"))) {
  const cells = line.split(/\s+/);
  last.set(fold(cells[0]), Number(cells[3]));
}
for (const line of lines(path.join(here, "../nicknames.tsv")).filter((it) => !it.startsWith("#"))) {
  for (const name of line.split("\t").filter(Boolean)) first.add(fold(name));
}
const people = path.join(sources, "faker/providers/person");
for (const place of fs.readdirSync(people).filter((it) => /^(es|es_..|en_US)$/.test(it))) {
  let into = null;
  for (const line of lines(path.join(people, place, "__init__.py"))) {
    const list = line.match(/^\s*(\w+)\s*(?::[^=]*)?=\s*/);
    if (list) into = /first_names/.test(list[1]) ? "first" : /last_names/.test(list[1]) ? "last" : null;
    if (!into) continue;
    for (const [, name] of line.matchAll(/"([^"{}]+)"/g)) {
      for (const part of name.split(/[\s-]+/).map(fold).filter((it) => /^[a-z]{2,}$/.test(it))) {
        if (into === "first") first.add(part);
        else if (!last.has(part) || last.get(part) > 1) last.set(part, 1);
      }
    }
  }
}
// Places, firms and peoples, as SCOWL knows them by their capital.
const scowl = path.join(sources, "usr/share/dict/scowl");
const proper = new Set();
for (const file of fs.readdirSync(scowl).filter((it) => /(proper-names|upper)\.[1-7]\d$/.test(it))) {
  for (const word of lines(path.join(scowl, file), "latin1")) proper.add(fold(word));
}

/** "no", "yes", or "named" for a word that is a first name too. */
function stays(word, rank) {
  if (is("named", word)) return "named";
  if (is("plain", word)) return "yes";
  if (first.has(word) || (last.get(word) ?? Infinity) <= rank) return "no";
  return "yes";
}

// English: SCOWL up to 50, of short words only up to 40. Level 10 are the most common: there a surname doesn't count.
const english = new Map();
for (const level of [10, 20, 35, 40, 50]) {
  for (const part of ["english-words", "american-words", "english-contractions"]) {
    const file = path.join(scowl, `${part}.${level}`);
    if (!fs.existsSync(file)) continue;
    for (const written of lines(file, "latin1").filter((it) => /^[a-zà-ÿ']+$/.test(it))) {
      if (part !== "english-contractions" && written.includes("'")) continue;
      if (written.endsWith("'s")) continue; // the check takes that off
      const word = fold(written.replaceAll("'", ""));
      const short = word.length === 2 ? !is("short-english", word) : word.length < 6 && level === 50;
      if (word.length < 2 || word.length > LONGEST || short || english.has(word)) continue;
      const rank = level <= 20 ? 0 : 2000;
      const verdict = stays(word, rank);
      if (verdict !== "no") english.set(word, verdict);
    }
  }
}

// Spanish: what Tesseract's list has in small letters, if other forms of the same word are in it too, or its ending is one of
// Spanish: that leaves most names of firms and places, slips and words of other languages behind.
const listed = new Set(lines(path.join(sources, "spanish")).filter((it) => /^[a-záéíóúüñ]+$/.test(it)).map(fold));
const ENDINGS = (
  "o as a amos an e es emos en aba abas aban abamos ia ias ian iamos ando iendo endo ado ada ados adas ido ida idos idas aron " +
  "ieron io aste iste are ere ire ara era ira aran eran iran aria eria iria arian erian irian ar er ir arse erse irse arlo arla " +
  "arle erlo erla erle irlo irla irle arlos arlas arles ase iese iera aramos ieran"
).split(" ");
const PAIRS = [["o", "a"], ["a", "o"], ["os", "as"], ["as", "os"], ["or", "ora"], ["ora", "or"], ["os", "a"], ["as", "o"], ["mente", ""],
  ["", "s"], ["", "es"], ["s", ""], ["es", ""], ["z", "ces"], ["ces", "z"], ["", "mente"], ["o", "amente"], ["", "n"], ["n", ""],
  ["lo", ""], ["la", ""], ["le", ""], ["les", ""], ["se", ""]];
const SPANISH = /.{2,}(cion|ciones|sion|siones|dad|dades|mente|miento|mientos|encia|encias|ancia|ancias|ismo|ario|aria|able|ables|ible|ibles|ando|iendo|andose|iendose|arse|erse|irse|aron|ieron|imos|emos|amos|aremos|eremos|iremos|ados|idas|ador|adora|adores|osa|oso|osos|osas|ina|ivo|iva|ico|ica|aje|ajes|ero|era|eros|eras)$/;

function hasRelatives(word) {
  const other = (it) => it !== word && it.length > 2 && listed.has(it);
  if (PAIRS.some(([from, to]) => word.endsWith(from) && other(word.slice(0, word.length - from.length) + to))) return true;
  return ENDINGS.some((ending) => {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < 2) return false;
    const forms = ENDINGS.map((it) => stem + it).filter(other);
    return forms.length >= 3 && [...forms, word].some((it) => /[aei]r$/.test(it));
  });
}

const spanish = new Map();
for (const word of [...decided.get("short-spanish"), ...decided.get("spanish")]) {
  const verdict = stays(word, 0);
  if (word.length > 1 && !english.has(word) && verdict !== "no") spanish.set(word, verdict);
}
for (const word of listed) {
  if (word.length < 5 || word.length > LONGEST || english.has(word) || spanish.has(word)) continue;
  const verdict = stays(word, 8000);
  if (verdict === "no" || (proper.has(word) && !is("plain", word) && !is("named", word))) continue;
  const isWord = is("plain", word) || is("named", word) || hasRelatives(word) || (word.length >= 7 && SPANISH.test(word));
  if (isWord) spanish.set(word, verdict);
}
// Of a verb that has many forms there, the other regular ones: a list from the web says little in the first person.
const REGULAR = {
  ar: "o as a amos an e es emos en aste aron aba aban abamos ara aran aremos aria arian ariamos are ando ado ada ados adas arla arlo arlas arlos arle arles arse arnos arme",
  er: "o es e emos en a as amos an i iste io imos ieron ia ian iamos era eran eremos eria erian eriamos ere iendo ido ida idos idas erla erlo erlas erlos erle erles erse ernos erme",
  ir: "o es e imos en a as amos an i iste io ieron ia ian iamos ira iran iremos iria irian iriamos ire iendo ido ida idos idas irla irlo irlas irlos irle irles irse irnos irme",
};
for (const verb of listed) {
  const forms = REGULAR[verb.slice(-2)]?.split(" ").map((it) => verb.slice(0, -2) + it);
  if (verb.length < 5 || !forms || forms.filter((it) => listed.has(it)).length < 10) continue;
  for (const word of forms.filter((it) => it.length >= 5 && it.length <= LONGEST && !english.has(it) && !spanish.has(it))) {
    const verdict = stays(word, 8000);
    if (verdict !== "no" && !proper.has(word)) spanish.set(word, verdict);
  }
}
// Words that were kept by hand, of whichever language, are in a list in any case.
for (const word of [...decided.get("named"), ...decided.get("plain")]) {
  if (word.length > 1 && !english.has(word) && !spanish.has(word)) spanish.set(word, stays(word, 0));
}

function written(words) {
  let before = "";
  const out = [];
  for (const [word, verdict] of [...words].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let shared = 0;
    while (shared < 25 && shared < before.length && before[shared] === word[shared]) shared += 1;
    out.push(String.fromCharCode(65 + shared) + word.slice(shared) + (verdict === "named" ? "*" : ""));
    before = word;
  }
  return `${out.join("\n")}\n`;
}

for (const [name, words] of [["english", english], ["spanish", spanish]]) {
  const text = written(words);
  fs.writeFileSync(path.join(here, `${name}.txt`), text);
  process.stdout.write(`${name}.txt: ${words.size} words, ${text.length} bytes\n`);
}
