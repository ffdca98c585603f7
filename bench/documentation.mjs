// The tab "API" in a real browser, on a production build: a document of 870 operations and 3.5 MB, one of 60 schemas
// that all refer to each other, a small one and one of 4 MB. Prints what it takes beside what it may take.
//   npm run bench -- documentation [rounds]
import { chromium } from 'playwright-core';
import { makeBigDocument, makeCyclicDocument } from '../lib/model/document/big-document.test.kit.ts';
import { findBrowser } from '../scripts/browser.mjs';
import { startDesk } from './desk.mjs';

const rounds = Number(process.argv[2] ?? 5);
const opened = 12;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const round = (value, digits = 0) => Number(value.toFixed(digits));

const documents = [
  { service: 'orders-api', title: '870 operations, 3.5 MB', make: () => makeBigDocument(870) },
  { service: 'carts-api', title: 'the same in 3.1', make: () => makeBigDocument(870, '3.1.0') },
  { service: 'users-api', title: 'cycles of 60 schemas', make: () => makeCyclicDocument(60) },
  { service: 'sessions-api', title: '20 kB', make: () => makeBigDocument(5) },
  { service: 'parcels-api', title: '4 MB', make: () => makeBigDocument(1000) },
];

async function upload({ url, cookies }, { service, make }) {
  const body = JSON.stringify(make());
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const startedMs = performance.now();
  const response = await fetch(`${url}/api/v1/services/${service}/document`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`${service}: ${response.status} ${await response.text()}`);
  return { bytes: body.length, storedMs: performance.now() - startedMs };
}

/** Notes, from inside the page, when the list and each operation can be seen, and what moved without being asked to. */
function watch() {
  const seen = { listMs: null, shiftedBy: 0, openedMs: null, clickedMs: 0, arrivedMs: 0 };
  window.seen = seen;
  const isShown = () => {
    const body = document.querySelector('.sb-slice .opblock-body');
    return body !== null && body.closest('[hidden]') === null;
  };
  const look = () => {
    if (seen.listMs === null && document.querySelector('[data-index="0"] a')) seen.listMs = performance.now();
    if (seen.openedMs === null && isShown()) seen.openedMs = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  addEventListener(
    'click',
    (event) => {
      if (!event.target.closest('[data-index] a')) return;
      seen.clickedMs = performance.now();
      seen.openedMs = null;
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name.includes('/document/slice')) seen.arrivedMs = entry.responseEnd;
  }).observe({ type: 'resource', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shiftedBy += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

async function openPage(browser, { cookies }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  await context.addInitScript(watch);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const scripts = new Set();
  const sent = { scriptBytes: 0 };
  session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) sent.scriptBytes += encodedDataLength;
  });
  const heapMb = async () => {
    for (let turn = 0; turn < 3; turn += 1) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'JSHeapUsedSize').value / 1_000_000;
  };
  /** What the page's own thread has worked, which a busy machine does not lengthen. */
  const workedMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  return { page, sent, heapMb, workedMs, close: () => context.close() };
}

/** Opens the operation at a place of the list with a click, as people do. */
async function openAt(page, at) {
  await page.locator(`[data-index="${at}"] a`).click();
  await page.waitForFunction(() => window.seen.openedMs !== null && window.seen.openedMs > window.seen.clickedMs);
  return page.evaluate(() => window.seen.openedMs - Math.max(window.seen.clickedMs, window.seen.arrivedMs));
}

async function walk(browser, desk, { service }) {
  const { page, sent, heapMb, workedMs, close } = await openPage(browser, desk);
  await page.goto(`${desk.url}/services/${service}?tab=api`, { waitUntil: 'load' });
  await page.waitForFunction(() => window.seen.listMs !== null);
  const listMs = await page.evaluate(() => window.seen.listMs);
  const listWorkMs = await workedMs();
  await page.waitForTimeout(1500);
  const listBytes = sent.scriptBytes;
  const listHeapMb = await heapMb();
  const firstMs = await openAt(page, 0);
  const laterMs = [];
  const work = [];
  const count = await page.locator('[data-index] a').count();
  for (let at = 1; at < Math.min(opened, count); at += 1) {
    await page.waitForTimeout(150);
    const before = await workedMs();
    laterMs.push(await openAt(page, at));
    work.push((await workedMs()) - before);
  }
  await page.waitForTimeout(500);
  const heap = await heapMb();
  const shiftedBy = await page.evaluate(() => window.seen.shiftedBy);
  await close();
  return {
    listMs,
    listWorkMs,
    workMs: median(work),
    firstMs,
    laterMs: median(laterMs),
    worstMs: Math.max(...laterMs),
    listHeapMb,
    heap,
    shiftedBy,
    listBytes,
    allBytes: sent.scriptBytes,
  };
}

async function deepLink(browser, desk, { service, make }) {
  const { page, sent, close } = await openPage(browser, desk);
  const [path, item] = Object.entries(make().paths)[0];
  const key = `${Object.keys(item)[0].toUpperCase()} ${path}`;
  await page.goto(`${desk.url}/services/${service}?${new URLSearchParams({ tab: 'api', op: key })}`);
  await page.waitForFunction(() => window.seen.openedMs !== null);
  const [openedMs, shiftedBy] = await page.evaluate(() => [window.seen.openedMs, window.seen.shiftedBy]);
  await close();
  return { openedMs, shiftedBy, bytes: sent.scriptBytes };
}

async function emptyHeap(browser, desk) {
  const { page, heapMb, close } = await openPage(browser, desk);
  await page.goto(`${desk.url}/account`, { waitUntil: 'load' });
  await page.waitForTimeout(1500);
  const heap = await heapMb();
  await close();
  return heap;
}

async function repeat(run) {
  const turns = [];
  for (let turn = 0; turn <= rounds; turn += 1) {
    const seen = await run();
    if (turn > 0) turns.push(seen);
  }
  return (key) => median(turns.map((seen) => seen[key]));
}

const desk = await startDesk(100);
const browser = await chromium.launch({ executablePath: await findBrowser(), args });
try {
  for (const each of documents) Object.assign(each, await upload(desk, each));
  console.table(
    documents.map(({ title, bytes, storedMs }) => ({ document: title, 'size kB': round(bytes / 1000), 'stored in ms': round(storedMs) })),
  );
  const walks = [];
  for (const each of documents.slice(0, 3)) {
    const of = await repeat(() => walk(browser, desk, each));
    walks.push({
      document: each.title,
      'list ms (≤ 500)': round(of('listMs')),
      'of it work ms': round(of('listWorkMs')),
      'first operation ms': round(of('firstMs')),
      'operation ms (≤ 100)': round(of('laterMs')),
      'work from click on ms': round(of('workMs')),
      'worst of 11 ms': round(of('worstMs')),
      'heap of the list MB': round(of('listHeapMb'), 1),
      'heap after 12 MB (≤ 40)': round(of('heap'), 1),
      'layout shift (0)': round(of('shiftedBy'), 4),
      'JS of the list kB': round(of('listBytes') / 1000),
      'JS with operations kB': round(of('allBytes') / 1000),
    });
  }
  console.table(walks);
  console.log(`heap of a page of the desk without a document: ${round(await emptyHeap(browser, desk), 1)} MB`);
  const links = [];
  for (const each of documents.slice(3)) {
    const of = await repeat(() => deepLink(browser, desk, each));
    links.push({
      document: each.title,
      'first operation by link ms': round(of('openedMs')),
      'JS kB': round(of('bytes') / 1000),
      'layout shift (0)': round(of('shiftedBy'), 4),
    });
  }
  console.table(links);
} finally {
  await browser.close();
  await desk.stop();
}
