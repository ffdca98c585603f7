// What the JavaScript of each page weighs, as transferred to a browser that has seen none of them, and whether zod is part of it.
//   npm run bench -- page-weight
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { startDesk } from './desk.mjs';
import { countScriptBytes } from './script-bytes.mjs';

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const service = '/services/orders-api';
const pages = [
  ...['/', '/services', service, `${service}?tab=api`, `${service}?tab=dependencies`, `${service}?tab=resilience`, `${service}?tab=validation`],
  ...['/graph', '/latency', '/breakers', '/topics', '/apis', '/docs', '/register', '/walls', '/walls/new', '/admin', '/account'],
];

/** Nothing more is asked for 1.5 s: what a page loads lazily has come too. */
async function weigh(browser, { url, cookies }, path) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies(cookies);
  const page = await context.newPage();
  const bytes = await countScriptBytes(page);
  const texts = [];
  page.on('response', (response) => response.request().resourceType() === 'script' && texts.push(response.text().catch(() => '')));
  const answer = await page.goto(`${url}${path}`, { waitUntil: 'load' });
  for (let before = -1; before !== bytes(); ) {
    before = bytes();
    await page.waitForTimeout(1500);
  }
  const hasZod = (await Promise.all(texts)).some((text) => text.includes('ZodError'));
  await context.close();
  return { page: path, status: answer?.status() ?? 0, kB: Math.round(bytes() / 1000), zod: hasZod ? 'yes' : 'no' };
}

const desk = await startDesk(10);
const browser = await chromium.launch({ executablePath: await findBrowser(), args });
try {
  const lines = [];
  for (const path of pages) lines.push(await weigh(browser, desk, path));
  console.table(lines);
} finally {
  await browser.close();
  await desk.stop();
}
