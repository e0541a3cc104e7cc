// CASL with Caseward's rules, as somebody would write them by hand: who asks, why, on what ground and by
// which way is settled while the ability is built (`if`); everything else stands in the conditions.
// Forbids come last, since in CASL the later rule wins. Spoken to by `decide`, line by line: first
// rules and questions as JSON, then `answers|file|list kept|built`. Figures are nanoseconds of work.
import { createInterface } from 'node:readline';
import { AbilityBuilder, buildMongoQueryMatcher, createMongoAbility, subject } from '@casl/ability';
import { $and, $or, and, or } from '@ucast/mongo2js';

// "Or" isn't among the operators that CASL brings along; its manual says to add it so.
const conditionsMatcher = buildMongoQueryMatcher({ $and, $or }, { and, or });

const flatName = (fact) => fact.replace('.', '_');
const isOfRequest = (fact) => fact.startsWith('asker.') || ['purpose', 'basis', 'channel'].includes(fact);

function flat(data, before = '') {
  const out = {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'object') Object.assign(out, flat(value, `${name}_`));
    else out[before + name] = value;
  }
  return out;
}

const facts = (c) => (c.all ?? c.any)?.flatMap(facts) ?? [c.fact];

// A condition about the request, as JavaScript.
function code(c) {
  if (c.all) return `(${c.all.map(code).join(' && ')})`;
  if (c.any) return `(${c.any.map(code).join(' || ')})`;
  const name = `r.${flatName(c.fact)}`;
  if (c.words) return `(${c.words.map((w) => `${name} ${c.wanted ? '===' : '!=='} ${JSON.stringify(w)}`).join(c.wanted ? ' || ' : ' && ')})`;
  return c.flag ? name : `!${name}`;
}

// A condition about anything, as a MongoDB query.
function query(c) {
  if (c.all) return together(c.all.map(query));
  if (c.any) return { $or: c.any.map(query) };
  const name = flatName(c.fact);
  if (!c.words) return { [name]: c.flag };
  if (c.words.length === 1) return { [name]: c.wanted ? c.words[0] : { $ne: c.words[0] } };
  return { [name]: { [c.wanted ? '$in' : '$nin']: c.words } };
}

function together(queries) {
  const one = {};
  const rest = [];
  for (const q of queries) {
    const names = Object.keys(q);
    if (names.some((name) => name in one)) rest.push(q);
    else Object.assign(one, q);
  }
  return rest.length ? { $and: [one, ...rest] } : one;
}

// The function that builds an ability for a request, as source text, compiled once.
function definer(rules) {
  const lines = [...rules].sort((a, b) => b.permits - a.permits).map((rule) => {
    const settled = rule.conditions.filter((c) => facts(c).every(isOfRequest));
    const open = rule.conditions.filter((c) => !facts(c).every(isOfRequest));
    const actions = JSON.stringify(rule.actions.length ? rule.actions : 'manage');
    const conditions = open.length ? `, ${JSON.stringify(together(open.map(query)))}` : '';
    const when = settled.length ? `if (${settled.map(code).join(' && ')}) ` : '';
    return `${when}${rule.permits ? 'can' : 'cannot'}(${actions}, 'Section'${conditions});`;
  });
  const text = `const { can, cannot, build } = new AbilityBuilder(createMongoAbility);\n${lines.join('\n')}\nreturn build({ conditionsMatcher });`;
  const made = new Function('AbilityBuilder', 'createMongoAbility', 'conditionsMatcher', 'r', text);
  return (r) => made(AbilityBuilder, createMongoAbility, conditionsMatcher, r);
}

// Work and not time, as in `decide`; collecting garbage and compiling are Node.js' work as well.
function worked() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

function timed(call) {
  call();
  const began = process.hrtime.bigint();
  const before = worked();
  let calls = 0;
  while (calls === 0 || process.hrtime.bigint() - began < 300_000_000n) {
    call();
    calls += 1;
  }
  return (worked() - before) / calls;
}

let define;
let sample;
let file;
let list;
const kept = new Map();

const keyOf = (q) => Object.entries(q.thing).filter(([name]) => isOfRequest(name.replace('_', '.'))).map(([, v]) => v).join();

function prepare(all) {
  define = definer(all.rules);
  const question = (data) => {
    const q = { action: data.action, thing: subject('Section', flat(data)) };
    q.key = keyOf(q);
    return q;
  };
  [sample, file, list] = [all.sample, all.file, all.list].map((of) => of.map(question));
  return 'ready';
}

function abilityKept(q) {
  let ability = kept.get(q.key);
  if (!ability) kept.set(q.key, (ability = define(q.thing)));
  return ability;
}

const askKept = (q) => abilityKept(q).can(q.action, q.thing);
const askBuilt = (q) => define(q.thing).can(q.action, q.thing);

let sink = 0;
const jobs = {
  'answers kept': () => sample.map((q) => (askKept(q) ? 1 : 0)).join(''),
  'answers built': () => sample.map((q) => (askBuilt(q) ? 1 : 0)).join(''),
  'file kept': () => timed(() => { for (const q of file) sink += askKept(q); }),
  // A file is one request: its ability is built once for the forty fields.
  'file built': () => timed(() => {
    const ability = define(file[0].thing);
    for (const q of file) sink += ability.can(q.action, q.thing);
  }),
  'list kept': () => timed(() => { for (const q of list) sink += askKept(q); }) / list.length,
  'list built': () => timed(() => { for (const q of list) sink += askBuilt(q); }) / list.length,
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${define ? jobs[line]() : prepare(JSON.parse(line))}\n`);
}
process.exitCode = sink < 0 ? 1 : 0;
