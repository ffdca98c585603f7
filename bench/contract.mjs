// Contract runs: requests a second against a service that answers at once, and ÷ bare fetches in the same run; then samples: how many are
// valid as AJV reads them, and the CPU time of each.
//   node bench/contract.mjs [--runs 3] [document.json …]
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { makeBigDocument, makeClusterDocument } from '../lib/model/document/big-document.test.kit.ts';
import { runContract } from '../packages/runner/src/contract/contract.ts';
import { serveThings, token } from '../packages/runner/src/contract/things.test.kit.ts';
import { readContract } from '../packages/runner/src/document/contract.ts';
import { openOracle } from '../packages/runner/src/schema/oracle.test.kit.ts';
import { sample } from '../packages/runner/src/schema/sample.ts';

const args = process.argv.slice(2);
const at = args.indexOf('--runs');
const runs = at < 0 ? 3 : Number(args.splice(at, 2)[1]);
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const percentile = (values, percent) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * percent) / 100))];

async function fetchRate(url, count) {
  const startedMs = performance.now();
  for (let done = 0; done < count; done++) await (await fetch(url, { headers: { authorization: `Bearer ${token}`, 'x-tenant': 'bench' } })).text();
  return (count * 1000) / (performance.now() - startedMs);
}

async function measureRuns() {
  const rates = [];
  for (let run = 0; run < runs; run++) {
    const service = await serveThings();
    const bare = await fetchRate(`${service.url}/things`, 300);
    const { calls, durationMs, findings } = await runContract({ baseUrl: service.url, credentials: { token }, seed: run, samples: 60 });
    await service.close();
    rates.push({ calls, findings: findings.length, perSecond: (calls * 1000) / durationMs, bare });
  }
  const perSecond = median(rates.map((rate) => rate.perSecond));
  const ratio = median(rates.map((rate) => rate.perSecond / rate.bare));
  console.log(`contract run: ${perSecond.toFixed(0)} requests/s, ${ratio.toFixed(2)} of bare fetches one after the other`);
  console.log(`              ${rates[0].calls} requests, ${rates.reduce((sum, rate) => sum + rate.findings, 0)} findings on a clean service`);
}

function schemasOf({ document }) {
  const [names, base] = document.definitions
    ? [document.definitions, '#/definitions/']
    : [document.components?.schemas ?? {}, '#/components/schemas/'];
  return Object.keys(names).map((name) => [name, { $ref: base + name }]);
}

function measureSamples(label, document) {
  const contract = readContract(document);
  const isFine = openOracle(document);
  const times = [];
  let valid = 0;
  for (const [name, schema] of schemasOf(contract))
    for (const size of ['least', 'some', 'most']) {
      const before = process.threadCpuUsage();
      const value = sample(contract.space, schema, { seed: `${name} ${size}`, size });
      const { user, system } = process.threadCpuUsage(before);
      times.push((user + system) / 1000);
      if (value !== undefined && isFine(name, value)) valid += 1;
    }
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  const time = `${mean.toFixed(2)} ms mean, ${percentile(times, 99).toFixed(1)} ms p99, ${percentile(times, 100).toFixed(1)} ms most`;
  console.log(`${((100 * valid) / times.length).toFixed(2).padStart(6)} % of ${times.length} samples valid, ${time}  ${label}`);
}

const read = (file) => (file.endsWith('.json') ? JSON.parse(readFileSync(file, 'utf8')) : parse(readFileSync(file, 'utf8')));
const documents =
  args.length > 0
    ? args.map((file) => [file.split('/').at(-1), read(file)])
    : [
        ['user service', read('examples/user/openapi.yaml')],
        ['orders service', read('examples/orders/openapi.yaml')],
        ['200 operations, 3.0', makeBigDocument(200)],
        ['200 operations, 2.0', makeClusterDocument(200)],
      ];

await measureRuns();
console.log('');
for (const [label, document] of documents) measureSamples(label, document);
