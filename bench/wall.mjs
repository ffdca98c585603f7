// A wall left alone at ten times the usual rate of events: does memory grow, does the document, and how soon is a failure on the screen?
//   npm run bench -- wall [minutes] [services] [changes a second]
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { startSignalbox } from '../e2e/support/signalbox.ts';
import { browserFault, findBrowser } from '../scripts/browser.mjs';

const minutes = Number(process.argv[2] ?? 10);
const count = Number(process.argv[3] ?? 60);
const changesPerSecond = Number(process.argv[4] ?? 10);
const sampleMs = 10_000;
const settleMs = 60_000;
const marked = 'marked';

const executablePath = await findBrowser();
if (!executablePath) throw new Error(browserFault);

/** Services that are down, each answering on its own path; when one was first refused since it went down. */
const down = new Set();
const refusedAtMs = new Map();
const fleet = createServer((request, response) => {
  const name = request.url.split('/')[1];
  if (!down.has(name)) return response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
  if (!refusedAtMs.has(name)) refusedAtMs.set(name, performance.now());
  request.socket.destroy();
});
await new Promise((resolve) => fleet.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${fleet.address().port}`;

const signalbox = await startSignalbox({ env: { SIGNALBOX_FAILURE_THRESHOLD: '1', SIGNALBOX_SUCCESS_THRESHOLD: '1', LOG_LEVEL: 'error' } });
const names = Array.from({ length: count }, (_, at) => `service-${at}`);
for (const [at, name] of [...names, marked].entries()) {
  const dependencies = at === 0 ? [] : [{ service: names[Math.floor((at - 1) / 3)] }];
  const fields = { name, baseUrl: `${origin}/${name}`, healthCheckPath: '/health', metricsPath: null, pollIntervalSeconds: 1, tier: 2, dependencies };
  await signalbox.api('POST', '/api/v1/services', { ...fields, tier: name === marked ? 1 : 3 });
}
await signalbox.api('POST', '/api/v1/walls', { name: 'marked', title: 'Marked', scope: { tier: 1 } });

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--js-flags=--expose-gc'],
});
const headers = { authorization: `Bearer ${signalbox.adminToken}` };
const open = async (wall) => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, extraHTTPHeaders: headers });
  const page = await context.newPage();
  await page.goto(`${signalbox.url}/wall/${wall}`);
  await page.locator('[data-beats]').waitFor();
  return page;
};
const busy = await open('fleet');
const quiet = await open('marked');
const session = await busy.context().newCDPSession(busy);

let turn = 0;
const churn = setInterval(() => {
  const name = names[(turn * 7) % count];
  turn += 1;
  if (!down.delete(name)) down.add(name);
}, 1000 / changesPerSecond);

async function measure() {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
}

/** From the first refused answer to the tile on the screen, ms. */
async function timeFailure() {
  const tile = quiet.locator('[data-problem="down"]');
  refusedAtMs.delete(marked);
  down.add(marked);
  await tile.waitFor({ timeout: 60_000 });
  const shownMs = performance.now();
  down.delete(marked);
  await tile.waitFor({ state: 'detached', timeout: 60_000 });
  return shownMs - refusedAtMs.get(marked);
}

/** Least-squares slope of `ys` over `xs`. */
function slopeOf(xs, ys) {
  const mean = (all) => all.reduce((sum, each) => sum + each, 0) / all.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return xs.reduce((sum, x, at) => sum + (x - mx) * (ys[at] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

await pause(Math.min(settleMs, minutes * 15_000));
const [samples, latencies] = [[], []];
const startedMs = performance.now();
while (performance.now() - startedMs < minutes * 60_000) {
  latencies.push(await timeFailure());
  samples.push({ minute: (performance.now() - startedMs) / 60_000, ...(await measure()) });
  await pause(Math.max(0, sampleMs - ((performance.now() - startedMs) % sampleMs)));
}
clearInterval(churn);
const beats = Number(await busy.locator('[data-beats]').getAttribute('data-beats'));

const of = (key) => samples.map((sample) => sample[key]);
const range = (key) => `${Math.min(...of(key))}–${Math.max(...of(key))}`;
// Code that is compiled and caches that fill make a page grow in its first minutes: what counts is what is left of that later.
const later = samples.slice(Math.floor(samples.length / 2));
const slope = slopeOf(of('minute'), of('heapBytes'));
const laterSlope = slopeOf(
  later.map(({ minute }) => minute),
  later.map(({ heapBytes }) => heapBytes),
);
const sorted = latencies.toSorted((a, b) => a - b);
console.log(
  `${minutes} min, ${count} services, ${changesPerSecond} changes a second, ${beats} frames, ${samples.length} samples after garbage collection`,
);
console.log(
  `heap ${(Math.min(...of('heapBytes')) / 1e6).toFixed(2)}–${(Math.max(...of('heapBytes')) / 1e6).toFixed(2)} MB, slope ${(slope / 1000).toFixed(1)} kB/min, in the second half ${(laterSlope / 1000).toFixed(1)} kB/min`,
);
console.log(`document nodes ${range('nodes')}, listeners ${range('listeners')}`);
console.log(
  `failure to pixel (first refused answer to tile): p50 ${quantile(sorted, 0.5).toFixed(0)} ms, p95 ${quantile(sorted, 0.95).toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms of ${sorted.length}`,
);
await browser.close();
await signalbox.stop();
fleet.close();
