import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { type Daemon, type DaemonName, hasDaemon, startDaemon } from './support/daemon.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const daemons: DaemonName[] = ['prometheus', 'alertmanager', 'pushgateway'];
const present = daemons.filter(hasDaemon);
const pollIntervalSeconds = 2;

let signalbox: Signalbox;
let open: OpenBrowser;
let page: Page;
const running = new Map<DaemonName, Daemon>();

beforeAll(async () => {
  signalbox = await startSignalbox();
  open = await openBrowser();
  page = await open.newPage();
  await signIn(page, signalbox);
  for (const name of present) running.set(name, await startDaemon(name));
});

afterAll(async () => {
  for (const daemon of running.values()) await daemon.remove();
  await open?.close();
  await signalbox?.stop();
});

const daemonOf = (name: DaemonName) => running.get(name) as Daemon;
const isNow = (verdict: string) => page.locator(`main header [data-verdict="${verdict}"]`).first().waitFor({ timeout: 20_000 });

/** When the page's head first shows a verdict, by the page's own clock, ms since the epoch. */
function appearance(verdict: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => document.querySelector(`main header [data-verdict="${wanted}"]`) !== null;
        const done = () => {
          if (!look()) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(Date.now()));
        };
        const observer = new MutationObserver(done);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        done();
      }),
    verdict,
  );
}

interface Latest {
  requestRate: number | null;
  latencyMs: { p95: { low: number } | null };
}

interface Readings {
  readings: { at: string; durationMs: number; outcome: string; verdict: string }[];
}

describe.skipIf(present.length < daemons.length)("daemons of Debian's packages", () => {
  test.each(daemons)('%s is registered by its URL alone and comes up', async (name) => {
    await visit(page, `${signalbox.url}/register`);
    await page.getByLabel('Base URL').fill(daemonOf(name).url);
    await page.getByLabel('Base URL').press('Enter');
    await page.getByText('Found a health endpoint').waitFor({ timeout: 20_000 });
    await page
      .getByText(/Prometheus text, \d+ samples/)
      .first()
      .waitFor();
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: `Register ${name}`, exact: true }).click();
    await page.waitForURL(`**/services/${name}?window=15m`);
    await isNow('up');
    const { body } = await signalbox.api<{ verdict: string; healthCheckPath: string; metricsPath: string; targets: { kind: string; ok: boolean }[] }>(
      'PATCH',
      `/api/v1/services/${name}`,
      { pollIntervalSeconds },
    );
    expect(body).toMatchObject({ verdict: 'up', healthCheckPath: '/-/healthy', metricsPath: '/metrics' });
    expectNoConsoleErrors(page);
  });

  test('the metrics of prometheus become rate and percentiles', async () => {
    const { url } = daemonOf('prometheus');
    const end = Date.now() + 30_000;
    let latest: Latest | undefined;
    while (Date.now() < end && !(latest?.requestRate && latest.latencyMs.p95)) {
      for (let index = 0; index < 20; index += 1) await (await fetch(`${url}/api/v1/labels`)).arrayBuffer();
      const { body } = await signalbox.api<{ latest: Latest | null }>('GET', '/api/v1/services/prometheus/signals?window=1h');
      latest = body.latest ?? undefined;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(latest?.requestRate).toBeGreaterThan(0);
    expect(latest?.latencyMs.p95?.low).toBeGreaterThanOrEqual(0);
  });

  test('a killed daemon goes down with the reason and comes back, in the browser, without a reload', async () => {
    await visit(page, `${signalbox.url}/services/prometheus`);
    await isNow('up');
    await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    const seen = appearance('down');
    const killedAt = Date.now();
    await daemonOf('prometheus').stop();
    const seenAt = await seen;
    expect(seenAt - killedAt).toBeLessThan(pollIntervalSeconds * 3000 + 3000);
    await page.getByRole('main').getByText('connection refused').first().waitFor({ timeout: 10_000 });

    const { body } = await signalbox.api<Readings>('GET', '/api/v1/services/prometheus/readings?window=1h');
    const turn = body.readings.filter(({ verdict }) => verdict === 'down').at(-1);
    const toPixelMs = seenAt - (Date.parse(turn?.at ?? '') + (turn?.durationMs ?? 0));
    console.info(`from the third failed look to the pixel that says so: ${Math.round(toPixelMs)} ms`);
    expect(toPixelMs).toBeLessThan(1500);
    await shoot(page, 'daemon-down');

    await visit(page, signalbox.url);
    await page.getByRole('main').getByText('connection refused').first().waitFor({ timeout: 10_000 });
    await shoot(page, 'fleet-with-trouble');
    await visit(page, `${signalbox.url}/services/prometheus`);
    await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
    await daemonOf('prometheus').start();
    await isNow('up');
    expect(await page.evaluate(() => Reflect.get(window, 'stillTheSamePage'))).toBe(true);
  });

  test('the fleet and the catalog show all of them, and Signalbox itself', async () => {
    const { body } = await signalbox.api<{ services: Record<string, { verdict: string; healthy: boolean }> }>('GET', '/api/v1/health');
    expect(Object.keys(body.services).sort()).toEqual(['alertmanager', 'prometheus', 'pushgateway', 'signalbox']);
    expect(Object.values(body.services).every(({ healthy }) => healthy)).toBe(true);
    await visit(page, `${signalbox.url}/services`);
    for (const name of ['signalbox', ...daemons])
      await page
        .getByRole('link', { name: new RegExp(`^${name}`) })
        .first()
        .waitFor();
    expectNoConsoleErrors(page);
  });

  test('a restart of Signalbox forgets nothing and sounds no alarm', async () => {
    const before = (await signalbox.api<{ since: string; verdict: string }>('GET', '/api/v1/services/alertmanager')).body;
    await signalbox.restart();
    await new Promise((resolve) => setTimeout(resolve, pollIntervalSeconds * 2000));
    const after = (await signalbox.api<{ since: string; verdict: string }>('GET', '/api/v1/services/alertmanager')).body;
    expect(after).toMatchObject({ since: before.since, verdict: 'up' });
  });
});
