// The dependency graph at the size of a large fleet: how long its layout takes as the browser's worker computes it, how much of it moves
// when a leaf is added, and on a production build in a real browser how soon it can be seen and how smoothly it is panned.
//   npm run bench -- graph [services] [edges]
import Database from 'better-sqlite3';
import { chromium } from 'playwright-core';
import { layoutGraph } from '../lib/model/graph/layout.ts';
import { countMoved, placeGraph } from '../lib/model/graph/place.ts';
import { findBrowser } from '../scripts/browser.mjs';
import { startDesk } from './desk.mjs';

const count = Number(process.argv[2] ?? 1238);
const calls = Number(process.argv[3] ?? 4271);
const rounds = 7;
const panMs = 3000;
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** A small generator of numbers 0–1, the same for the same seed. */
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Pairs of different numbers below `size`, hubs among the second. */
function makePairs(size, wanted) {
  const random = makeRandom(7);
  const pairs = new Map();
  while (pairs.size < wanted) {
    const [from, to] = [Math.floor(random() * size), Math.floor(random() ** 2 * size)];
    if (from !== to) pairs.set(`${from} ${to}`, [from, to]);
  }
  return [...pairs.values()];
}

function timeLayout() {
  const nodes = Array.from({ length: count }, (_, i) => ({ id: `service-${i}`, order: `domain-${i % 8} service-${i}` }));
  const edges = makePairs(count, calls).map(([from, to]) => ({ from: `service-${from}`, to: `service-${to}` }));
  const times = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    layoutGraph(nodes, edges);
    return performance.now() - startedMs;
  });
  const held = layoutGraph(nodes, edges);
  const grown = placeGraph([...nodes, { id: 'leaf', order: 'leaf' }], [...edges, { from: 'service-9', to: 'leaf' }], held);
  const words = `layout p50 ${median(times).toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms of ${rounds}`;
  console.log(`${count} nodes, ${calls} edges: ${words}; a leaf moves ${countMoved(held, grown)} of ${count}`);
}

/** Edges as metrics of the services would tell of them. */
function seedEdges(file, size, wanted) {
  const db = new Database(file);
  const names = db.prepare('SELECT "id", "name" FROM "Service" ORDER BY "id"').all();
  const insert = db.prepare(
    `INSERT INTO "ObservedEdge" ("serviceId", "caller", "callee", "calleeKey", "kind", "source", "requestRate", "errorRatio", "seenAt", "at")
     VALUES (?, '', ?, ?, 'http', 'Signalbox SDK', ?, ?, ?, ?)`,
  );
  const [random, nowMs] = [makeRandom(11), Date.now()];
  db.transaction(() => {
    for (const [from, to] of makePairs(size, wanted)) {
      const [caller, callee] = [names[from], names[to]];
      insert.run(caller.id, callee.name, callee.name, random() ** 4 * 500, random() < 0.03 ? 0.2 : 0, nowMs, nowMs);
    }
  })();
  db.close();
}

/** Counts frames while the picture is dragged to and fro. */
async function pan(page) {
  await page.evaluate(() => {
    window.frames_ = [];
    const note = (atMs) => {
      window.frames_.push(atMs);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const box = await page.locator('section[aria-label^="Picture of the graph"]').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(() => {
    window.frames_ = [];
  });
  const startedMs = performance.now();
  for (let step = 0; performance.now() - startedMs < panMs; step++)
    await page.mouse.move(x + 300 * Math.sin(step / 15), y + 150 * Math.sin(step / 11));
  const frames = await page.evaluate(() => window.frames_);
  await page.mouse.up();
  const gaps = frames.slice(1).map((atMs, i) => atMs - frames[i]);
  return { fps: (1000 * gaps.length) / (frames.at(-1) - frames[0]), worstMs: Math.max(...gaps) };
}

async function timePicture(browser, size, wanted) {
  const desk = await startDesk(size);
  try {
    seedEdges(desk.file, size, wanted);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies(desk.cookies);
    const page = await context.newPage();
    const seen = [];
    for (let visit = 0; visit < 3; visit++) {
      const startedMs = performance.now();
      await page.goto(`${desk.url}/graph?fold=0`);
      await page.waitForFunction((least) => document.querySelectorAll('[data-node]').length >= least, size, { timeout: 120_000 });
      seen.push(performance.now() - startedMs);
    }
    const { fps, worstMs } = await pan(page);
    console.log(
      `${size} nodes, ${wanted} edges in Chromium: seen after ${(median(seen) / 1000).toFixed(1)} s; panning ${fps.toFixed(0)} frames/s, longest frame ${worstMs.toFixed(0)} ms`,
    );
    if (process.env.SIGNALBOX_SHOTS) await page.screenshot({ path: `${process.env.SIGNALBOX_SHOTS}/graph-${size}.png` });
    await context.close();
  } finally {
    await desk.stop();
  }
}

timeLayout();
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
const browser = await chromium.launch({ executablePath: await findBrowser(), args });
try {
  await timePicture(browser, 200, 690);
  await timePicture(browser, count, calls);
} finally {
  await browser.close();
}
