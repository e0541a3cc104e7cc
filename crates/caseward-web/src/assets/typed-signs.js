// Takes a typed text apart into words and numbers, letter by letter as the house's program reads them (CC-2.4): marks go, wide letters
// become plain ones, and a sign of any other alphabet, or that nobody sees, makes its word strange. Its twin is typed/pieces.rs.

/** What may stand between two words. */
export const SPACE = 1, LINE = 2, DOT = 4, HYPHEN = 8, STROKE = 16, COLON = 32, COMMA = 64, QUOTE = 128, END = 256;
export const JOIN = 512, HASH = 1024, PERCENT = 2048, DOLLAR = 4096, OTHER = 8192;

const BETWEEN = new Map();
for (const [signs, kind] of [
  [" \t\u00a0\u202f\u2009", SPACE], ["\n\r", SPACE | LINE], [".", DOT], ["-\u2010\u2011\u2013", HYPHEN], ["/\\", STROKE], [":", COLON],
  [",;", COMMA], ['"()[]{}\u201c\u201d\u201e\u00ab\u00bb', QUOTE], ["!?\u2026\u00bf\u00a1", END], ["@_", JOIN], ["#", HASH], ["%", PERCENT],
  ["$\u20ac\u00a3", DOLLAR], ["+*=&<>|~^\u2014\u2022\u00b7\u00b0\u00a7\u2192\u00d7\u2713", OTHER],
]) for (const sign of signs) BETWEEN.set(sign, kind);

const APOSTROPHES = new Set("'`\u00b4\u2018\u2019\u201b\u2032\uff07\u02b9\u02bb\u02bc\u02bd\u02be\u02bf");
const MARKS = new Set("\u0300\u0301\u0302\u0303\u0308\u0327");
/** Letters that have no plain form in Unicode's tables. */
const SPECIAL = new Map(Object.entries({
  ß: "ss", ẞ: "ss", æ: "ae", Æ: "ae", œ: "oe", Œ: "oe", þ: "th", Þ: "th", ı: "i", ø: "o", Ø: "o", ł: "l", Ł: "l", đ: "d", Đ: "d", ð: "d", Ð: "d",
  ħ: "h", Ħ: "h", ŧ: "t", Ŧ: "t", ŋ: "n", Ŋ: "n", ə: "e", Ə: "e", ª: "a", º: "o",
}));
/** Roman numerals that are mistaken for an l. */
const MISTAKEN = new Set("\u216c\u217c");
/** Where the Arabic, Persian and Indian digits begin. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];

const LETTER = 1, DIGIT = 2, MARK = 3, APOSTROPHE = 4, GAP = 5, STRANGE = 6;
const ASCII_LETTER = /^[A-Za-z]$/, ASCII_DIGIT = /^[0-9]$/, LARGE = /^\p{Uppercase}$/u, COMBINING = /^\p{M}$/u;

/** What one sign is, and its plain letters, its digit, or what it is between words. */
function read(sign) {
  if (ASCII_LETTER.test(sign)) return [LETTER, sign.toLowerCase()];
  if (ASCII_DIGIT.test(sign)) return [DIGIT, Number(sign)];
  if (APOSTROPHES.has(sign)) return [APOSTROPHE, QUOTE];
  if (BETWEEN.has(sign)) return [GAP, BETWEEN.get(sign)];
  if (MARKS.has(sign)) return [MARK, 0];
  if (SPECIAL.has(sign)) return [LETTER, SPECIAL.get(sign)];
  if (sign < "\u0080" || MISTAKEN.has(sign) || COMBINING.test(sign)) return [STRANGE, 0];
  const [first, second] = [...sign.normalize("NFKD")].filter((it) => !COMBINING.test(it));
  if (first && ASCII_LETTER.test(first)) {
    return [LETTER, (first + (second && ASCII_LETTER.test(second) ? second : "")).toLowerCase()];
  }
  if (first && ASCII_DIGIT.test(first)) return [DIGIT, Number(first)];
  const code = sign.codePointAt(0);
  const zero = ZEROS.find((it) => code >= it && code <= it + 9);
  return zero ? [DIGIT, code - zero] : [STRANGE, 0];
}

const signAt = (text, at) => (at < text.length ? String.fromCodePoint(text.codePointAt(at)) : "");
const kindAt = (text, at) => (at < text.length ? read(signAt(text, at))[0] : GAP);

/** Whether a possessive *'s* stands here and ends its word. */
function isPossessive(text, at) {
  const next = signAt(text, at + 1);
  if (next !== "s" && next !== "S") return false;
  return ![LETTER, DIGIT, MARK, STRANGE].includes(kindAt(text, at + 2));
}

/** The words and numbers of a text, with their places in UTF-16 units and what stands before each. */
export function pieces(text) {
  const all = [];
  let gap = 0, between = 0, open = null;
  const begin = (from) => {
    open = { from, to: from, word: "", letters: 0, digits: 0, value: 0, large: 0, firstLarge: false, mixed: false, strange: false,
      leading: false, fine: false, gap, between };
    [gap, between] = [0, 0];
    all.push(open);
  };
  for (let at = 0; at < text.length; ) {
    const sign = signAt(text, at);
    const [kind, what] = read(sign);
    const after = at + sign.length;
    if (kind === GAP) {
      open = null;
      gap |= what;
      between += 1;
    } else if (kind === APOSTROPHE) {
      if (open && isPossessive(text, at)) {
        open = null;
        at = after + 1;
        continue;
      }
      if (open && open.letters > 0 && kindAt(text, after) === LETTER) open.leading ||= open.letters === 1;
      else {
        open = null;
        gap |= QUOTE;
        between += 1;
      }
    } else {
      if (!open) begin(at);
      take(open, sign, kind, what);
      open.to = after;
    }
    at = after;
  }
  return all;
}

function take(open, sign, kind, what) {
  if (kind === LETTER) {
    const large = LARGE.test(sign);
    if (open.letters === 0) open.firstLarge = large && open.digits === 0;
    open.large += large ? 1 : 0;
    open.letters += 1;
    open.word += what;
  } else if (kind === DIGIT) {
    open.mixed ||= open.letters > 0;
    open.digits += 1;
    if (open.digits <= 4) open.value = open.value * 10 + what;
  } else if (kind === STRANGE || open.letters === 0) open.strange = true;
}

/**
 * How far an identifier of this shape goes from a place on: -1 if it isn't here. `?` is a letter, `#` a digit. At a hyphen of the
 * shape there may be a hyphen, a point or nothing; a space anywhere, but only after large letters (*by 850* is no identifier).
 */
export function shapeEnd(text, from, shape) {
  let [at, gap, between, isSmall, isSpaced] = [from, 0, 0, false, false];
  for (const { part, parted } of shape) {
    for (;;) {
      if (at >= text.length) return -1;
      const sign = signAt(text, at);
      const [kind, what] = read(sign);
      at += sign.length;
      if (kind === LETTER || kind === DIGIT) {
        const fits = part === "?" ? kind === LETTER : part === "#" ? kind === DIGIT : part === String(what);
        if (!fits || (gap & ~(parted ? SPACE | HYPHEN | DOT : SPACE)) !== 0) return -1;
        isSmall ||= part === "?" && !LARGE.test(sign);
        isSpaced ||= gap !== 0 && (gap & SPACE) !== 0;
        [gap, between] = [0, 0];
        break;
      }
      if (kind !== GAP && kind !== MARK) return -1;
      gap |= what;
      between += 1;
      if (between > 3) return -1;
    }
  }
  const goesOn = [LETTER, DIGIT, MARK, STRANGE].includes(kindAt(text, at));
  return goesOn || (isSmall && isSpaced) ? -1 : at;
}
