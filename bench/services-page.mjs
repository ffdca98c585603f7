// The Services page in a real browser, on a production build: what its JavaScript weighs, and how long its rows take
// at 1,000 and 10,000 services as ratios to 100. Rounds are interleaved, medians are printed.
//   npm run bench -- services-page [rounds]
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { startDesk } from './desk.mjs';
import { countScriptBytes } from './script-bytes.mjs';

const sizes = [100, 1000, 10_000];
const rounds = Number(process.argv[2] ?? 9);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const round = (value, digits = 0) => Number(value.toFixed(digits));

/** Notes, from inside the page, when the first row of the list can be seen and when the list first answers a key. */
function watchRows() {
  const look = () => {
    if (document.querySelector('tr[data-index="0"] a')) window.rowsAtMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Presses End until the list takes the key: it is then alive, and at its last row. */
async function reachEnd(page, count) {
  const startedMs = performance.now();
  const last = page.locator(`tr[data-index="${count - 1}"] a`);
  while ((await last.count()) === 0) {
    await page.locator('tr[data-index] a').first().focus();
    await page.keyboard.press('End');
    await page.waitForTimeout(20);
    if (performance.now() - startedMs > 30_000) throw new Error('the last row never came');
  }
  return performance.now() - startedMs;
}

async function visit(browser, { url, cookies }, count) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  await context.addInitScript(watchRows);
  const page = await context.newPage();
  const bytes = await countScriptBytes(page);
  await page.goto(`${url}/services`, { waitUntil: 'load' });
  await page.waitForFunction(() => window.rowsAtMs !== undefined);
  const rowsMs = await page.evaluate(() => window.rowsAtMs);
  await page.waitForTimeout(1500);
  const scriptBytes = bytes();
  const drawn = await page.locator('tr[data-index]').count();
  const endMs = await reachEnd(page, count);
  await context.close();
  return { rowsMs, endMs, scriptBytes, drawn };
}

async function measure(browser, desks) {
  const visits = new Map(sizes.map((size) => [size, []]));
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const size of sizes) {
      const seen = await visit(browser, desks.get(size), size);
      if (turn > 0) visits.get(size).push(seen);
    }
  }
  return visits;
}

function report(visits) {
  const of = (size, key) => median(visits.get(size).map((seen) => seen[key]));
  const lines = sizes.map((size) => ({
    services: size,
    'rows ms': round(of(size, 'rowsMs')),
    'rows ÷ 100': round(of(size, 'rowsMs') / of(100, 'rowsMs'), 2),
    'end of list ms': round(of(size, 'endMs')),
    'rows drawn': of(size, 'drawn'),
  }));
  console.table(lines);
  console.log(`JavaScript of the Services page, as transferred: ${round(of(100, 'scriptBytes') / 1000)} kB (aim ≤ 220 kB)`);
}

const desks = new Map();
const browser = await chromium.launch({ executablePath: await findBrowser(), args });
try {
  for (const size of sizes) desks.set(size, await startDesk(size));
  report(await measure(browser, desks));
} finally {
  await browser.close();
  for (const desk of desks.values()) await desk.stop();
}
