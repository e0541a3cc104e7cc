// The words that may be typed about somebody without a name: two vocabularies, and what the field adds (CC-2.4). Its twin is typed/words.rs.

/** What a word says besides being one. */
export const SENSES = {};
"word acronym capital month maybe-month of digit tens counted by the el por unit street track road link title suffix dotted spelled"
  .split(" ")
  .forEach((sense, place) => (SENSES[sense] = 1 << place));

const { month, title, suffix, dotted } = SENSES;
/** What a word is that is stopped, or none, when it says nothing else. */
const NO_WORDS = month | title | suffix | dotted | SENSES.spelled;

const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const rows = (text) => text.split("\n").filter((it) => it !== "" && !it.startsWith("#"));

/** Reads what make.mjs wrote. */
function unfold(text, known, named) {
  let before = "";
  for (const line of rows(text)) {
    const isNamed = line.endsWith("*");
    const word = before.slice(0, line.charCodeAt(0) - 65) + line.slice(1, isNamed ? -1 : undefined);
    known.add(word);
    if (isNamed) named.add(word);
    before = word;
  }
}

/** Both languages and the field in one. */
export function vocabulary(english, spanish, field) {
  const [known, named, senses] = [new Set(), new Set(), new Map()];
  unfold(english, known, named);
  unfold(spanish, known, named);
  for (const line of rows(field)) {
    const [sense, words] = line.split("\t");
    for (const word of words.split(" ").map(fold)) senses.set(word, (senses.get(word) ?? 0) | SENSES[sense]);
  }
  const sense = (word) => senses.get(word) ?? 0;
  return {
    sense,
    isNamed: (word) => named.has(word),
    isWord: (word) => known.has(word) || (sense(word) & ~NO_WORDS) !== 0,
  };
}

let loading = null;

/** Fetches the vocabulary once; the browser keeps it, since its address has its hash. */
export function load() {
  loading ??= Promise.all(
    ["./english.txt", "./spanish.txt", "./field.txt"].map(async (address) => {
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(`${reply.status}`);
      return reply.text();
    }),
  ).then((texts) => vocabulary(...texts));
  loading.catch(() => (loading = null));
  return loading;
}
