// Reading API documents: milliseconds of CPU per MB, and ÷ the bare parser in the same run (JSON.parse, or `parse` of yaml); then slices in microseconds.
// Cases are interleaved and counted in CPU time, so that other load on the machine disturbs all alike.
//   node bench/documents.mjs [--operations 870] [--runs 5]
import { parse, stringify } from 'yaml';
import { makeBigDocument, makeClusterDocument, makeCyclicDocument } from '../lib/model/document/big-document.test.kit.ts';
import { buildIndex } from '../lib/model/document/build-index.ts';
import { sliceOperation } from '../lib/model/document/slice.ts';
import { readDocument } from '../lib/probe/document/read.ts';
import { openWorkshop } from '../lib/probe/document/workshop.ts';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const operations = argument('operations', 870);
const runs = argument('runs', 5);

const documents = {
  'OpenAPI 3.0': makeBigDocument(operations),
  'OpenAPI 3.1': makeBigDocument(operations, '3.1.0'),
  'OpenAPI 2.0, like a cluster': makeClusterDocument(operations),
};
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function cpuMs(task) {
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const workshop = openWorkshop();
const read = (text, checks) => readDocument([{ name: 'openapi', bytes: Buffer.from(text) }], { checks });

async function measure(name, document) {
  const json = JSON.stringify(document);
  const yaml = stringify(document, { aliasDuplicateObjects: false });
  const cases = [
    { label: 'JSON.parse', text: json, base: 0, task: () => JSON.parse(json) },
    { label: 'JSON read: parsed, indexed, canonical', text: json, base: 0, task: () => read(json, false) },
    { label: 'JSON read and validated', text: json, base: 0, task: () => read(json, true) },
    { label: 'lint of canonical JSON, in its thread', text: json, base: 0, task: () => workshop.lint(json) },
    { label: 'yaml parse', text: yaml, base: 4, task: () => parse(yaml) },
    { label: 'YAML read and validated', text: yaml, base: 4, task: () => read(yaml, true) },
  ];
  for (const { task } of cases) await task();
  const times = cases.map(() => []);
  for (let run = 0; run < runs; run++) for (const [at, { task }] of cases.entries()) times[at].push(await cpuMs(task));
  console.log(
    `\n${name}: ${(json.length / 1e6).toFixed(1)} MB of JSON, ${(yaml.length / 1e6).toFixed(1)} MB of YAML, ${buildIndex(document).operations.length} operations`,
  );
  for (const [at, { label, text, base }] of cases.entries()) {
    const perMb = median(times[at]) / (text.length / 1e6);
    const ratio = median(times[at].map((time, run) => time / times[base][run]));
    console.log(`${perMb.toFixed(0).padStart(8)} ms/MB ${ratio.toFixed(1).padStart(7)}×  ${label}`);
  }
}

async function measureSlices(name, document) {
  const keys = buildIndex(document).operations.map(({ key }) => key);
  const sample = keys.filter((_, at) => at % Math.ceil(keys.length / 100) === 0);
  const times = [];
  const sizes = [];
  for (const key of [...sample, ...sample]) {
    let slice;
    times.push((await cpuMs(() => (slice = sliceOperation(document, key, { depth: 3, maxBytes: 400_000 })))) * 1000);
    sizes.push(JSON.stringify(slice.document).length);
  }
  const warm = times.slice(sample.length);
  console.log(
    `${median(warm).toFixed(0).padStart(8)} µs, ${(median(sizes) / 1000).toFixed(1)} kB, largest ${(Math.max(...sizes) / 1000).toFixed(1)} kB  ${name}`,
  );
}

for (const [name, document] of Object.entries(documents)) await measure(name, document);
console.log('\nOne operation cut out at depth 3, median:');
for (const [name, document] of Object.entries({ ...documents, '60 schemas that all refer to one another': makeCyclicDocument(60) }))
  await measureSlices(name, document);
await workshop.close();
