// Comparing two revisions of a large document: ms per MB, and ÷ JSON.parse + JSON.stringify of the same text in the same run. CPU time,
// interleaved, so that other load on the machine disturbs all alike.
//   node bench/compare.mjs [--objects 700] [--runs 5]
import { compareDocuments } from '../lib/model/compare/compare.ts';
import { bigApi, changedApi } from '../lib/model/compare/proof/big-api.ts';
import { normaliseDocument } from '../lib/model/document/normalise.ts';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const objects = argument('objects', 700);
const runs = argument('runs', 5);

const text = JSON.stringify(bigApi(objects));
const other = JSON.stringify(changedApi(objects, false));
const everywhere = JSON.stringify(changedApi(objects));
const [from, reordered, to, all] = [text, text, other, everywhere].map((each) => JSON.parse(each));
reordered.paths = Object.fromEntries(Object.entries(reordered.paths).reverse());
reordered.info.description = 'Another word.';
const megabytes = text.length / 1e6;
const nowMs = Date.parse('2026-01-01T00:00:00Z');

const cases = {
  'JSON.parse + JSON.stringify': () => JSON.stringify(JSON.parse(text)),
  'normalise one side': () => normaliseDocument(from),
  'compare with the same, its members in another order': () => compareDocuments(from, reordered, { nowMs }),
  'compare, every tenth object changed': () => compareDocuments(from, to, { nowMs }),
  'compare, and the object that all hold changed': () => compareDocuments(from, all, { nowMs }),
};

function measure(run) {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, count: Array.isArray(result) ? result.length : 0 };
}

const names = Object.keys(cases);
const times = new Map(names.map((name) => [name, []]));
for (const name of names) measure(cases[name]);
for (let run = 0; run < runs; run++) for (const name of names) times.get(name).push(measure(cases[name]));

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const base = times.get(names[0]);
console.log(`Comparing documents of ${megabytes.toFixed(1)} MB: CPU ms, ms per MB, and ÷ ${names[0]} in the same run, median of ${runs} rounds`);
for (const name of names) {
  const own = times.get(name);
  const ms = median(own.map((each) => each.ms));
  const ratio = median(own.map((each, run) => each.ms / base[run].ms));
  const count = own[0].count > 0 ? `  (${own[0].count} findings)` : '';
  console.log(`${ms.toFixed(0).padStart(6)} ms ${(ms / megabytes).toFixed(1).padStart(7)} ms/MB ${ratio.toFixed(1).padStart(6)}×  ${name}${count}`);
}
