import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WallFrame } from '../lib/model/wall.ts';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const down = new Set<string>();
let services: Server;
let signalbox: Signalbox;
let browser: OpenBrowser;
let desk: Page;
let wall: Page;

const patience = { timeout: 60_000 };

beforeAll(async () => {
  services = createServer((request, response) => {
    if (down.has(request.url?.split('/')[1] ?? '')) request.socket.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"healthy"}');
  });
  await new Promise<void>((resolve) => services.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(services.address() as AddressInfo).port}`;
  signalbox = await startSignalbox();
  for (const [name, callee] of [['payments'], ['orders', 'payments'], ['gateway', 'orders']] as const) {
    const dependencies = callee === undefined ? [] : [{ service: callee }];
    const fields = { name, baseUrl: `${origin}/${name}`, healthCheckPath: '/health', metricsPath: null, pollIntervalSeconds: 1, dependencies };
    expect((await signalbox.api('POST', '/api/v1/services', fields)).status).toBe(201);
  }
  browser = await openBrowser();
  desk = await browser.newPage();
  await signIn(desk, signalbox);
  wall = await beside({ viewport: { width: 1920, height: 1080 } });
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  services?.close();
});

/** Another page of the same person. */
async function beside(options: Parameters<OpenBrowser['newPage']>[0] = {}) {
  const made = await browser.newPage(options);
  await made.context().addCookies(await desk.context().cookies());
  return made;
}

const isIn = (page: Page, state: string) => page.locator(`[data-state="${state}"]`).waitFor(patience);
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [scrollWidth - window.innerWidth, scrollHeight - window.innerHeight, window.innerWidth - document.documentElement.clientWidth];
  });

test('the wall that nobody made shows calm, then a tile with who is hit, then calm again', async () => {
  await visit(wall, `${signalbox.url}/wall/fleet`);
  await isIn(wall, 'calm');
  await wall.getByText(/^All \d services are up\.$/).waitFor(patience);
  await checkAxe(wall);
  await shoot(wall, 'wall-calm');
  down.add('payments');
  const tile = wall.locator('[data-problem="down"]');
  await tile.getByText('payments', { exact: true }).waitFor(patience);
  await tile.getByText('hits orders → gateway (2 services)').waitFor();
  await tile.getByText(/^down \d+ s$/).waitFor();
  await checkAxe(wall);
  await shoot(wall, 'wall-attention');
  for (const [width, height] of [
    [3840, 2160],
    [1080, 1920],
    [1920, 1080],
  ] as const) {
    await wall.setViewportSize({ width, height });
    await tile.waitFor();
    expect(await overflow(wall)).toEqual([0, 0, 0]);
  }
  down.delete('payments');
  await isIn(wall, 'calm');
  expectNoConsoleErrors(wall);
});

test('with the network pulled it is stale, then blind, and comes back without a touch; so it does when the server restarts', async () => {
  const alone = await beside({ viewport: { width: 1920, height: 1080 } });
  await visit(alone, `${signalbox.url}/wall/fleet?theme=light`);
  await isIn(alone, 'calm');
  await alone.evaluate(() => Object.assign(window, { untouched: true }));
  await alone.context().setOffline(true);
  await alone.locator('[data-freshness="stale"]').waitFor(patience);
  await alone.getByText(/^stale: nothing new for \d+ s$/).waitFor();
  await isIn(alone, 'blind');
  await alone.getByText('Signalbox does not answer this screen.').waitFor();
  await shoot(alone, 'wall-blind-light');
  await alone.context().setOffline(false);
  await isIn(alone, 'calm');
  await signalbox.restart();
  await alone.locator('[data-freshness="fresh"]').waitFor(patience);
  await isIn(alone, 'calm');
  expect(await alone.evaluate(() => 'untouched' in window)).toBe(true);
  await alone.context().close();
});

test('a screen is paired by its code, keeps its address, and asks anew by itself when it is revoked', async () => {
  const screen = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const address = `${signalbox.url}/wall/fleet?theme=light`;
  await visit(screen, address);
  await screen.getByRole('heading', { name: 'Fleet: this screen is not paired yet' }).waitFor();
  const code = (await screen.getByText(/[A-Z0-9]{4}-[A-Z0-9]{4}/).textContent())?.match(/[A-Z0-9]{4}-[A-Z0-9]{4}/)?.[0] ?? '';
  await checkAxe(screen);
  await shoot(screen, 'wall-pairing');

  await visit(desk, `${signalbox.url}/walls`);
  await desk.getByRole('button', { name: 'Pair a screen' }).first().click();
  const dialog = desk.getByRole('dialog', { name: 'Pair a screen' });
  await dialog.getByLabel('Code on the screen').fill('AAAA-AAAA');
  await dialog.getByLabel('Name of the screen').fill('Kitchen');
  await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
  await dialog.getByText(/No screen shows this code now/).waitFor();
  await dialog.getByLabel('Code on the screen').fill(code.toLowerCase());
  await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
  await dialog.getByText(/reads this wall and nothing else/).waitFor();
  await checkAxe(desk);
  await isIn(screen, 'calm');
  expect(screen.url()).toBe(address);
  const cookies = await screen.context().cookies();
  expect(cookies.map(({ name, path, httpOnly }) => [name, path, httpOnly]).sort()).toEqual([
    ['signalbox.screen', '/api/v1/walls/fleet', true],
    ['signalbox.screen', '/wall/fleet', true],
  ]);
  await screen.reload();
  await isIn(screen, 'calm');

  await dialog.getByRole('button', { name: 'Done' }).click();
  await desk.getByRole('button', { name: 'Revoke Kitchen' }).click();
  await desk.getByRole('textbox').last().fill('Kitchen');
  await desk.getByRole('button', { name: 'Remove screen' }).click();
  await screen.getByRole('heading', { name: 'Fleet: this screen is not paired yet' }).waitFor(patience);
  expect(screen.url()).toBe(address);
  await desk.getByText('No screen is paired yet').waitFor(patience);
  await screen.context().close();
});

test('the editor refuses what cannot be read from the back row, says what to change, and keeps what can', async () => {
  const editor = await beside();
  await visit(editor, `${signalbox.url}/walls`);
  await editor.getByRole('link', { name: 'Make a wall' }).click();
  await editor.getByLabel('Title').fill('Lobby');
  await editor.getByLabel('Diagonal').fill('43');
  await editor.getByLabel('Farthest seat').fill('6');
  await editor.getByLabel('Page 1 shows').selectOption('panels');
  await editor.getByLabel('Services', { exact: true }).last().fill('12');
  await editor.getByText(/at 6 m on 43″ 4 services fit, you chose 12\. Choose 4, hang a 75″ screen/).waitFor();
  expect(await editor.getByRole('button', { name: 'Make the wall' }).isDisabled()).toBe(true);
  await checkAxe(editor);
  await shoot(editor, 'wall-editor-refused');
  await editor.getByLabel('Services', { exact: true }).last().fill('4');
  await editor.getByRole('region', { name: 'Preview' }).getByText('Lobby').waitFor();
  await editor.getByRole('button', { name: 'Make the wall' }).click();
  await editor.getByRole('listitem', { name: 'Lobby' }).waitFor();
  await visit(wall, `${signalbox.url}/wall/lobby`);
  await wall.getByRole('region', { name: 'What is wrong' }).getByText('Nothing is wrong.').waitFor();
  expect(await overflow(wall)).toEqual([0, 0, 0]);
  await editor.setViewportSize({ width: 390, height: 844 });
  await editor.getByRole('link', { name: 'Edit Lobby' }).click();
  await editor.getByRole('heading', { name: 'Wall Lobby' }).waitFor();
  expect(await editor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await checkAxe(editor);
  await shoot(editor, 'wall-editor-phone');
  expectNoConsoleErrors(editor);
  await editor.context().close();
});

/** A frame of a bad day: thirty problems, others each time. */
function badFrame(frame: WallFrame, turn: number): WallFrame {
  const problems = Array.from({ length: 24 }, (_, at) => ({
    ...{ kind: 'service' as const, service: `service-${(at + turn) % 90}`, displayName: 'x', domain: null, team: null, tier: 2 },
    ...{ verdict: at % 3 === 0 ? ('down' as const) : ('degraded' as const), since: frame.at, reason: `reason ${turn % 7}`, cause: null },
    blast: { services: (at * 7 + turn) % 40, requestRate: (at * 13 + turn) % 500, direct: ['a', 'b'], beyond: ['c'] },
    followsTotal: turn % 3,
  }));
  return { ...frame, problems, problemsTotal: turn % 5 === 0 ? 0 : 30, ...(turn % 5 === 0 ? { problems: [] } : {}) };
}

test('hundreds of changes leave memory and document as large as they were', async () => {
  const busy = await beside({ viewport: { width: 1920, height: 1080 } });
  const { body: first } = await signalbox.api<WallFrame>('GET', '/api/v1/walls/fleet/frame');
  let turn = 0;
  await busy.clock.install();
  await busy.route('**/api/v1/walls/fleet/frame', async (route) => {
    turn += 1;
    await route.fulfill({ json: badFrame({ ...first, at: new Date(Date.parse(first.at) + turn * 1000).toISOString() }, turn) });
  });
  await busy.goto(`${signalbox.url}/wall/fleet`);
  const session = await busy.context().newCDPSession(busy);
  const beats = async () => Number(await busy.locator('[data-beats]').getAttribute('data-beats'));
  const run = async (until: number) => {
    while ((await beats()) < until) await busy.clock.runFor(1000);
  };
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { usedSize, nodes, jsEventListeners };
  };
  await run(100);
  const before = await measure();
  await run(400);
  const after = await measure();
  expect(after.usedSize - before.usedSize).toBeLessThan(1_000_000);
  expect(after.nodes - before.nodes).toBeLessThan(200);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(20);
  await busy.context().close();
});
