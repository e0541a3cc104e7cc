// What tells of somebody besides words that nobody knows: days, numbers, addresses, spelled names (CC-2.4). Its twin is typed/rules.rs.

import { SPACE, LINE, DOT, HYPHEN, STROKE, COLON, COMMA, QUOTE, END, HASH, PERCENT, DOLLAR, JOIN } from "./typed-signs.js";
import { SENSES } from "./typed-words.js";

export const says = (it, senses) => it !== undefined && it.digits === 0 && !it.strange && (it.sense & senses) !== 0;
/** Digits, with no more behind them than *pm* or *th*. */
const isNumber = (it) =>
  it !== undefined && it.digits > 0 && !it.mixed && !it.strange && !it.fine && (it.letters === 0 || (it.sense & SENSES.suffix) !== 0);
const isBare = (it) => isNumber(it) && it.letters === 0;
const joins = (it, kind) => it.gap === kind && it.between === 1;
const isFlat = (it) => it !== undefined && it.digits > 0 && !it.fine;
/** Whether a sentence or line ends before this. */
export const breaks = (it) => (it.gap & (LINE | END)) !== 0 || ((it.gap & DOT) !== 0 && (it.gap & SPACE) !== 0);

/** How many digits a word or number stands for. */
function figures(it) {
  if (it.fine) return 0;
  if (isNumber(it)) return it.digits;
  return says(it, SENSES.digit) ? 1 : says(it, SENSES.tens) ? 2 : 0;
}

/** The last piece before the next space. */
function wordEnd(all, from) {
  let at = from;
  while (at + 1 < all.length && (all[at + 1].gap & SPACE) === 0) at += 1;
  return at;
}

/** *hope@mail.example*, *will_cook*, *today.Called*, *A.R.*; lets *a.m.* pass. */
export function joined(all, stop, words) {
  let linked = -1; // how far such a word was stopped already
  for (let at = 0; at < all.length; at += 1) {
    const isLink = (all[at].gap & COLON) !== 0 && (all[at].gap & STROKE) !== 0;
    if (at > linked && (isLink || (all[at].gap & JOIN) !== 0)) {
      linked = wordEnd(all, at);
      stop(Math.max(at - 1, 0), linked, "contact");
    }
    if ((all[at].gap & HASH) !== 0) stop(at, at, "number");
    let end = at;
    while (end + 1 < all.length && joins(all[end + 1], DOT)) end += 1;
    if (end === at) continue;
    const chain = all.slice(at, end + 1);
    if ((words.sense(chain.map((it) => it.word).join("")) & SENSES.dotted) !== 0 && chain.every((it) => it.digits === 0 && it.letters <= 2)) {
      for (const it of chain) it.fine = true;
    } else if (!chain.every(isNumber)) stop(at, end, chain.every((it) => it.letters === 1 && it.digits === 0) ? "letters" : "contact");
    at = end;
  }
}

/** *5 de mayo*, *may 5*, *on the 5th*, *el 5*. */
export function days(all, stop) {
  for (let at = 0; at < all.length; at += 1) {
    const it = all[at];
    const near = (step) => (says(all[at + step], SENSES.of) ? all[at + 2 * step] : all[at + step]);
    const reach = (step) => (isNumber(near(step)) ? (near(step) === all[at + step] ? 1 : 2) : 0);
    if (says(it, SENSES.month) || (says(it, SENSES["maybe-month"]) && reach(-1) + reach(1) > 0)) stop(at - reach(-1), at + reach(1), "date");
    if (!isNumber(it) || it.digits > 2 || it.value < 1 || it.value > 31) continue;
    const [before, earlier, next] = [all[at - 1], all[at - 2], all[at + 1]];
    const isOrdinal = it.letters > 0 && says(before, SENSES.the) && (says(earlier, SENSES.by) || says(next, SENSES.of));
    const isOther = next !== undefined && ((next.gap & PERCENT) !== 0 || (says(next, SENSES.por | SENSES.counted) && !breaks(next)));
    if (isOrdinal || (it.letters === 0 && says(before, SENSES.el) && !isOther)) stop(at - 1, at, "date");
  }
}

/** Runs of numbers with no other word between: four digits or more, and days as *11/5*. */
export function numbers(all, stop) {
  for (let at = 0; at < all.length; at += 1) {
    if (figures(all[at]) === 0) continue;
    let [end, sum] = [at, figures(all[at])];
    while (end + 1 < all.length && figures(all[end + 1]) > 0 && !breaks(all[end + 1])) sum += figures(all[(end += 1)]);
    const run = all.slice(at, end + 1);
    const isTime = (from) => isClock(run[from], run[from + 1]);
    const isClockTime = (run.length === 2 && isTime(0)) || (run.length === 4 && isTime(0) && joins(run[2], HYPHEN) && isTime(2));
    const isDay = run.length === 3 && run.filter((it) => it.digits <= 2).length >= 2 && [STROKE, HYPHEN, DOT].some((kind) => joins(run[1], kind) && joins(run[2], kind));
    if (isDay) stop(at, end, "date");
    else if (sum >= 4 && !isClockTime) stop(at, end, "number");
    else if (!isClockTime) {
      for (let right = at + 1; right <= end; right += 1) if (isDayPair(all, right)) stop(right - 1, right, "date");
    }
    at = end;
  }
}

/** *10:30*, *3:30pm* */
function isClock(hour, minute) {
  return isBare(hour) && isNumber(minute) && joins(minute, COLON) && hour.value <= 24 && hour.digits <= 2 && minute.digits === 2 && minute.value < 60;
}

/** *11/5*, *5-11*, *5.11*, but not *2-3 weeks*, *2.5 hours*, *$3.50*. */
function isDayPair(all, right) {
  const [a, b, next] = [all[right - 1], all[right], all[right + 1]];
  if (!isBare(a) || !isNumber(b)) return false;
  const isCount = says(next, SENSES.counted) && !breaks(next);
  if (joins(b, STROKE)) return !isCount;
  const couldBe = a.value >= 1 && a.value <= 31 && b.value >= 1 && b.value <= 31 && Math.min(a.value, b.value) <= 12;
  const isOther = isCount || b.letters > 0 || (a.gap & DOLLAR) !== 0 || (next !== undefined && (next.gap & PERCENT) !== 0);
  return (joins(b, HYPHEN) || joins(b, DOT)) && couldBe && !isOther;
}

/** *apt 4B*, *14 elm street*, *calle roble 14*. */
export function addresses(all, stop) {
  for (let at = 0; at < all.length; at += 1) {
    const it = all[at];
    const next = all[at + 1];
    const isCount = (place) => says(all[place], SENSES.counted) && !breaks(all[place]);
    if (says(it, SENSES.unit) && isFlat(next) && (next.gap & (LINE | END)) === 0 && !isCount(at + 2)) stop(at, at + 1, "address");
    if (says(it, SENSES.street | SENSES.track)) {
      for (let from = at - 1; from >= Math.max(at - 3, 0) && !breaks(all[from + 1]) && !isCount(from); from -= 1) {
        if (!isFlat(all[from])) continue;
        if (says(it, SENSES.street) || all[from].digits >= 2) stop(from, at, "address");
        break;
      }
    }
    if (says(it, SENSES.road)) {
      for (let to = at + 1; to <= Math.min(at + 3, all.length - 1) && !breaks(all[to]) && !says(all[to], SENSES.link); to += 1) {
        if (!isFlat(all[to])) continue;
        if (!isCount(to + 1)) stop(at, to, "address");
        break;
      }
    }
  }
}

/** Letters one by one: *A R*, *A l m a*, *plan B*; *a*, *I*, *y* and the like are words. */
export function letters(all, stop) {
  const isOne = (it) => it !== undefined && it.letters === 1 && it.digits === 0 && !it.strange && !it.fine;
  const isWord = (it) => (it.sense & SENSES.spelled) !== 0;
  for (let at = 0; at < all.length; at += 1) {
    if (!isOne(all[at])) continue;
    let end = at;
    while (isOne(all[end + 1]) && (all[end + 1].gap & ~(SPACE | DOT | HYPHEN | STROKE | COMMA | QUOTE)) === 0) end += 1;
    const run = all.slice(at, end + 1);
    const next = all[end + 1];
    const isInitial = run.length === 1 && run[0].large > 0 && run[0].word !== "i" && next !== undefined && (next.gap & DOT) !== 0;
    const isPair = run.length === 2 && run[1].gap !== SPACE;
    if (run.length > 2 || isPair || isInitial || !run.every(isWord)) stop(at, end, "letters");
    at = end;
  }
}
