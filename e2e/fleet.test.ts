import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { cleanEnv, findFreePort, findProcesses, type RunningProcess, run, until } from './support/process.ts';

const names = ['gateway', 'inventory', 'notification', 'orders', 'payments', 'profile', 'user'];
const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-demo-'));
const mark = `DEMO_MARK=${randomUUID()}`;
const patience = { timeout: 60_000, interval: 200 };

interface Demo extends RunningProcess {
  port: number;
  /** What stands in a line of the output after its name. */
  said: (name: string) => string;
}

interface Service {
  name: string;
  baseUrl: string;
  verdict: string;
  reason: string;
  team: string | null;
  version?: string;
  targets: { kind: string; ok: boolean | null; reason: string }[];
}

async function startDemo(): Promise<Demo> {
  const port = await findFreePort();
  const env = cleanEnv({ PORT: String(port), SIGNALBOX_DATA_DIR: dataDir, DEMO_MARK: mark.split('=')[1] });
  const demo = run(execPath, ['scripts/bootstrap.mjs', 'demo'], { env, detached: true });
  await until(() => demo.output().includes('The demo runs') || demo.child.exitCode !== null, 240_000, demo.output);
  expect(demo.output()).toContain('The demo runs');
  const said = (name: string) => new RegExp(`${name} +(\\S+)`).exec(demo.output())?.[1] ?? '';
  return { ...demo, port, said };
}

const left = () => findProcesses(mark).map(({ command }) => command);
const noneLeft = () =>
  until(
    () => left().length === 0,
    50_000,
    () => `still running: ${left().join(' | ')}`,
  );

async function kill(service: string): Promise<void> {
  const found = findProcesses(mark).find(({ command }) => command.includes(`examples/${service}/main.ts`));
  expect(found, `${service} runs`).toBeDefined();
  process.kill(found?.pid as number, 'SIGKILL');
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('the demo', () => {
  let demo: Demo;
  let services: Record<string, Service>;
  let open: OpenBrowser;

  async function ask<T>(url: string, token: string, init: RequestInit = {}): Promise<{ status: number; body: T }> {
    const headers = { authorization: `Bearer ${token}`, ...(init.body ? { 'content-type': 'application/json' } : {}), ...init.headers };
    const response = await fetch(url, { ...init, headers });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
  }

  const signalbox = <T>(path: string) => ask<T>(`http://127.0.0.1:${demo.port}${path}`, demo.said('API token'));
  const fleet = <T>(service: string, path: string, init?: RequestInit) =>
    ask<T>(`${services[service]?.baseUrl}${path}`, demo.said('Fleet token'), init);
  const readServices = async () => Promise.all(names.map(async (name) => (await signalbox<Service>(`/api/v1/services/${name}`)).body));

  async function createUser(correlationId: string = randomUUID()): Promise<string> {
    const username = `journey-${randomUUID().slice(0, 8)}`;
    const body = JSON.stringify({
      username,
      email: `${username}@example.com`,
      password: 'Signal-b0x',
      role: 'user',
      firstName: 'Ada',
      lastName: 'Lovelace',
    });
    const created = await fleet<{ id: string }>('user', '/users', { method: 'POST', body, headers: { 'x-correlation-id': correlationId } });
    expect(created.status).toBe(201);
    return created.body.id;
  }

  async function sentTo(userId: string): Promise<string[]> {
    const { body } = await fleet<{ notifications: { type: string }[] }>('notification', `/notifications/user/${userId}`);
    return body.notifications.map(({ type }) => type);
  }

  beforeAll(async () => {
    open = await openBrowser();
    demo = await startDemo();
  });

  afterAll(async () => {
    await open?.close();
    if (demo?.child.exitCode === null) process.kill(-(demo.child.pid as number), 'SIGKILL');
    await noneLeft();
  });

  test('registers every service by itself: up, with metrics, a document, a team', { timeout: 200_000 }, async () => {
    const lacking = async () =>
      (await readServices()).flatMap(({ name, verdict, reason, team, targets = [] }, index) => [
        ...(name ? [] : [`${names[index]}: not registered`]),
        ...(name && verdict !== 'up' ? [`${name}: ${verdict}, ${reason}`] : []),
        ...(name && !team ? [`${name}: no team`] : []),
        ...['document', 'health', 'metrics'].flatMap((wanted) => {
          const target = targets.find(({ kind }) => kind === wanted);
          return !name || target?.ok ? [] : [`${name}: ${wanted} ${target?.reason ?? 'never looked at'}`];
        }),
      ]);
    let missing: string[] = [];
    const isComplete = async () => {
      missing = await lacking();
      return missing.length === 0;
    };
    await until(isComplete, 180_000, () => [...missing, demo.output()].join('\n'));
    services = Object.fromEntries((await readServices()).map((service) => [service.name, service]));
  });

  test('has traffic that Signalbox sees', async () => {
    const rate = async () =>
      (await signalbox<{ latest: { requestRate: number | null } | null }>('/api/v1/services/gateway/signals?window=5m')).body.latest?.requestRate ??
      0;
    await expect.poll(rate, patience).toBeGreaterThan(1);
  });

  test('welcomes who signs up: a notification, a profile, and one correlation id in the logs of all three services', async () => {
    const correlationId = `journey-${randomUUID()}`;
    const userId = await createUser(correlationId);
    await expect.poll(() => sentTo(userId), patience).toEqual(['welcome_email']);
    await expect
      .poll(async () => (await fleet('profile', `/profiles/${userId}`)).body, patience)
      .toMatchObject({ user_id: userId, display_name: 'Ada Lovelace' });
    for (const service of ['user', 'notification', 'profile'])
      expect(readFileSync(join(demo.said('Logs'), `${service}.log`), 'utf8'), service).toContain(correlationId);
  });

  test('shows who publishes and who hears each topic, as the metrics of both ends say', async () => {
    const page = await open.newPage();
    const url = await signInto(page);
    await visit(page, `${url}/topics`);
    await page.getByRole('link', { name: 'user.created' }).click();
    const end = (title: string) => page.getByRole('region', { name: title });
    for (const [title, service] of [
      ['Publishers', 'user'],
      ['Subscribers', 'notification'],
      ['Subscribers', 'profile'],
    ] as const)
      await end(title).getByRole('listitem').filter({ hasText: service }).filter({ hasText: 'seen in metrics' }).first().waitFor({ timeout: 90_000 });
    await checkAxe(page);
    await end('Subscribers').getByRole('link', { name: 'notification' }).click();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await end('Subscribes to').getByRole('link', { name: 'order.placed' }).waitFor();
    await checkAxe(page);
    expectNoConsoleErrors(page);
    await page.context().close();
  });

  test.each(['notification', 'user'])('loses nothing when %s is killed mid-way: everybody is welcomed, once', async (victim) => {
    const users = [await createUser(), await createUser(), await createUser()];
    await kill(victim);
    if (victim !== 'user') users.push(await createUser(), await createUser());
    const welcomed = async () => Promise.all(users.map((id) => sentTo(id).catch(() => ['not yet'])));
    await expect.poll(welcomed, { ...patience, timeout: 110_000 }).toEqual(users.map(() => ['welcome_email']));
    const profiles = async () => Promise.all(users.map(async (id) => (await fleet('profile', `/profiles/${id}`)).status));
    await expect.poll(profiles, patience).toEqual(users.map(() => 200));
  });

  /** Signs in with what the demo has said; answers its address. */
  async function signInto(page: Page): Promise<string> {
    const url = `http://127.0.0.1:${demo.port}`;
    const [, adminEmail = '', adminPassword = ''] = /sign in as (\S+) with the password (\S+)/.exec(demo.output()) ?? [];
    await signIn(page, { url, adminEmail, adminPassword });
    return url;
  }

  /** The four places where a breaker from orders to payments is seen, each in a page of one signed-in person. */
  async function openWatchers() {
    const panel = await open.newPage();
    const url = await signInto(panel);
    const beside = async (path: string) => {
      const page = await open.newPage({ viewport: { width: 1920, height: 1080 } });
      await page.context().addCookies(await panel.context().cookies());
      await visit(page, url + path);
      return page;
    };
    await visit(panel, `${url}/services/orders?tab=resilience`);
    const [graph, wall, fleet] = [await beside('/graph'), await beside('/wall/fleet'), await beside('/')];
    const wrong = fleet.getByRole('region', { name: 'What is wrong' });
    const seen = {
      panel: panel.getByRole('listitem', { name: 'orders to payments' }).locator('[data-verdict="open"]'),
      graph: graph.locator('[data-edge="orders payments"] [data-breaker="open"]'),
      wall: wall.locator('li[data-problem]').filter({ hasText: 'payments' }),
      fleet: wrong.getByRole('listitem').filter({ hasText: 'payments' }),
    };
    return { pages: [panel, graph, wall, fleet], seen };
  }

  test('a breaker that the fault board opens is followed by panel, graph, wall and fleet, until it closes', async () => {
    const page = await open.newPage();
    const breaker = async () => {
      const metrics = await fetch(`${services.orders?.baseUrl}/metrics`).then((response) => response.text());
      return /^service_circuit_breaker_state\{service="payments"\} (\d)$/m.exec(metrics)?.[1] ?? '0';
    };
    const { pages, seen } = await openWatchers();
    await visit(page, demo.said('Fault board'));
    await checkAxe(page);
    const form = page.getByRole('form', { name: 'Fault of payments' });
    await form.getByRole('combobox').selectOption('Failing');
    await form.getByRole('button', { name: 'Start' }).click();
    await page.getByText('failing with 503').waitFor();
    await expect.poll(breaker, patience).toBe('2');
    const openedMs = performance.now();
    const tookMs = await Promise.all(
      Object.entries(seen).map(async ([where, mark]) => {
        await mark.first().waitFor({ timeout: 60_000 });
        return `${where} ${Math.round(performance.now() - openedMs)} ms`;
      }),
    );
    process.stdout.write(`from the breaker's opening to what says so, polled every 5 s: ${tookMs.join(', ')}\n`);
    expect((await fetch(`${services.payments?.baseUrl}/health`)).status).toBe(200);
    for (const [index, name] of ['panel', 'graph', 'wall', 'fleet'].entries()) await shoot(pages[index] as Page, `fault-${name}`);
    await form.getByRole('button', { name: 'End' }).click();
    await expect.poll(breaker, { ...patience, timeout: 120_000 }).toBe('0');
    for (const mark of Object.values(seen)) await expect.poll(() => mark.count(), { ...patience, timeout: 240_000 }).toBe(0);
    for (const each of [page, ...pages]) expectNoConsoleErrors(each);
  }, 600_000);

  test('leaves no process and no data after Ctrl-C', async () => {
    process.kill(-(demo.child.pid as number), 'SIGINT');
    await noneLeft();
    expect(await demo.ended).toBe(0);
    expect(existsSync(join(dataDir, 'demo', String(demo.port)))).toBe(false);
  });
});

test('kill -9 of the demo leaves no process', async () => {
  const demo = await startDemo();
  const own = findProcesses(mark).find(({ command }) => /scripts\/demo\.mjs$/.test(command));
  process.kill(own?.pid as number, 'SIGKILL');
  await noneLeft();
  expect(await demo.ended).not.toBe(0);
});

test('a port that is taken is one clear line', async () => {
  const port = await findFreePort();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  const refused = run(execPath, ['scripts/bootstrap.mjs', 'demo'], { env: cleanEnv({ PORT: String(port), SIGNALBOX_DATA_DIR: dataDir }) });
  expect(await refused.ended).toBe(1);
  expect(refused.output().trim()).toMatch(new RegExp(`^Port ${port} is in use by another program\\. Stop it or start with PORT=\\d+\\.$`));
  await new Promise((done) => server.close(done));
});
