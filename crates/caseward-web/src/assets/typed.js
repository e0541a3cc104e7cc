// Stops what could tell of anybody in a text that is typed about somebody without a name, before anything is sent (CC-2.4). It
// needs a vocabulary and no list of people, keeps nothing, and the server does the same again. Its twin is typed/mod.rs.

import { pieces, shapeEnd, DOT, SPACE } from "./typed-signs.js";
import { SENSES } from "./typed-words.js";
import { addresses, breaks, days, joined, letters, numbers, says } from "./typed-rules.js";

export { load, vocabulary } from "./typed-words.js";

/** The longest text that is looked at, in UTF-16 units. */
export const LONGEST = 1 << 20;

/** The words of each organization that may be named, longest first. */
function prepared(organizations) {
  const all = organizations.map((name) => pieces(name)).filter((it) => it.length > 0);
  return all.sort((a, b) => b.length - a.length);
}

const isSame = (a, b) => a.word === b.word && a.digits === b.digits && a.value === b.value && !a.strange && !b.strange;

function nameOrganizations(all, organizations) {
  const beginning = new Map();
  for (const name of prepared(organizations)) {
    const key = name[0].word;
    beginning.set(key, [...(beginning.get(key) ?? []), name]);
  }
  for (let at = 0; at < all.length; at += 1) {
    const here = (name) => name.every((it, place) => all[at + place] !== undefined && isSame(it, all[at + place]) && (place === 0 || !breaks(all[at + place])));
    const name = beginning.get(all[at].word)?.find(here);
    if (!name) continue;
    for (const it of all.slice(at, at + name.length)) it.fine = true;
    at += name.length - 1;
  }
}

/** The letters and digits of a shape, small, with whether a hyphen or the like stands before each. */
function parts(shape) {
  const all = [];
  let parted = false;
  for (const part of shape.toLowerCase()) {
    if (/^[a-z0-9?#]$/.test(part)) all.push({ part, parted });
    parted = !/^[a-z0-9?#]$/.test(part);
  }
  return all;
}

function identifiers(text, all, shapes, stop) {
  for (const shape of shapes.map(parts).filter((it) => it.length >= 2)) {
    for (let at = 0; at < all.length; at += 1) {
      const end = shapeEnd(text, all[at].from, shape);
      if (end < 0) continue;
      let last = at;
      while (last + 1 < all.length && all[last + 1].from < end) last += 1;
      stop(at, last, "identifier");
    }
  }
}

/** Whether a sentence or a line begins with this. */
function begins(all, at) {
  if (at === 0) return true;
  if (!breaks(all[at])) return false;
  const before = all[at - 1];
  const isStop = (all[at].gap & ~(DOT | SPACE)) === 0;
  return !(isStop && ((before.letters === 1 && before.digits === 0) || says(before, SENSES.title)));
}

/** Why this word is stopped, if it is. */
function why(all, at, words) {
  const it = all[at];
  if (it.fine) return null;
  if (it.strange) return "sign";
  if (it.digits > 0) return it.mixed || (it.letters > 0 && (it.sense & SENSES.suffix) === 0) ? "number" : null;
  const isI = it.word.startsWith("i") && it.large === 1 && (it.letters === 1 || it.leading);
  const isFirst = it.firstLarge && it.large === 1 && begins(all, at);
  if (it.letters === 1) return it.large === 0 || isI || isFirst ? null : "letters";
  if (says(it, SENSES.month)) return null;
  if (says(it, SENSES.title) || !words.isWord(it.word)) return "unknown";
  if (says(all[at - 1], SENSES.title)) return "unknown";
  if (it.large === 0 || isI) return null;
  const isAcronym = says(it, SENSES.acronym) && it.large >= 2 && it.firstLarge && it.large + 1 >= it.letters;
  const isCapital = says(it, SENSES.capital) && it.firstLarge && it.large === 1;
  return isAcronym || isCapital || (isFirst && !words.isNamed(it.word)) ? null : "capital";
}

/** Joins what overlaps, in the order of the text. */
function settled(found) {
  const sorted = found.sort((a, b) => a.from - b.from || b.to - a.to);
  const all = [];
  for (const it of sorted) {
    const last = all[all.length - 1];
    if (last && it.from < last.to) last.to = Math.max(last.to, it.to);
    else all.push(it);
  }
  return all;
}

/**
 * What is stopped in a text: from and to in UTF-16 units, and why. Nothing of the text itself.
 * `allowed` has the names of the member organizations, and the shapes of the series' identifiers (`?` is a letter, `#` a digit).
 */
export function check(text, allowed, words) {
  if (text.length > LONGEST) return [{ from: 0, to: text.length, why: "too-long" }];
  const all = pieces(text);
  for (const it of all) it.sense = words.sense(it.word);
  const found = [];
  const stop = (first, last, why) => found.push({ from: all[first].from, to: all[last].to, why });
  nameOrganizations(all, allowed.organizations);
  identifiers(text, all, allowed.identifiers, stop);
  joined(all, stop, words);
  addresses(all, stop);
  days(all, stop);
  numbers(all, stop);
  letters(all, stop);
  all.forEach((it, at) => {
    const reason = why(all, at, words);
    if (reason) stop(at, at, reason);
  });
  return settled(found);
}
