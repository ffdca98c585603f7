import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, shoot, signIn, visit } from './support/browser.ts';
import { until } from './support/process.ts';
import { type ReferenceService, startReference } from './support/reference.ts';
import { failing, passingReport } from './support/run-report.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

const patient = { timeout: 60_000 };
const guest = { adminEmail: 'guest@example.com', adminPassword: 'guests only read' };

let user: ReferenceService;
let signalbox: Signalbox;
let browser: OpenBrowser;
let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let page: Page;
let ciToken: string;

interface Runs {
  runs: { id: string; state: string; calls: number | null }[];
}

const ada = { email: 'ada@example.com', username: 'ada', password: 'Signal-b0x', role: 'user' };

beforeAll(async () => {
  user = await startReference('user');
  const headers = { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' };
  const made = await fetch(`${user.url}/users`, { method: 'POST', headers, body: JSON.stringify(ada) });
  expect(made.status).toBe(201);
  signalbox = await startSignalbox();
  const registration = { name: 'user', baseUrl: user.url, openapiPath: '/openapi.json', bearerToken: user.token, pollIntervalSeconds: 5 };
  expect((await signalbox.api('POST', '/api/v1/services', registration)).status).toBe(201);
  await signalbox.api('POST', '/api/v1/users', { email: guest.adminEmail, name: 'Guest', password: guest.adminPassword, role: 'guest' });
  ciToken = (await signalbox.api<{ token: string }>('POST', '/api/v1/tokens', { name: 'ci', role: 'admin', expiresInDays: 1 })).body.token;
  browser = await openBrowser();
  const first = await browser.newPage();
  await signIn(first, signalbox);
  cookies = await first.context().cookies();
  await first.context().close();
  const revisions = () => signalbox.api<{ pagination: { total: number } }>('GET', '/api/v1/services/user/document/revisions');
  await until(async () => (await revisions()).body.pagination.total === 1, 60_000, signalbox.output);
});

afterAll(async () => {
  await browser?.close();
  await signalbox?.stop();
  await user?.stop();
});

async function newPage(options: Parameters<OpenBrowser['newPage']>[0] = {}): Promise<Page> {
  const made = await browser.newPage(options);
  await made.context().addCookies(cookies);
  return made;
}

beforeEach(async () => {
  await page?.context().close();
  page = await newPage();
});

const tab = (query = '') => `${signalbox.url}/services/user?tab=validation${query}`;
const row = (name: RegExp | string) => page.getByRole('table', { name: 'Runs' }).getByRole('row', { name });
const ladder = () => page.getByRole('region', { name: 'Validation ladder' });

/** Sends a result as CI does, with its token. */
async function push(part: object): Promise<string> {
  const report = passingReport(part);
  const answer = await fetch(`${signalbox.url}/api/v1/services/user/runs/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ciToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(report),
  });
  expect(answer.status).toBe(201);
  return report.id;
}

describe('before any run', () => {
  test('the tab says what a run is, the two ways to the first one, and what is missing', async () => {
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    expect(await (await fetch(tab(), { headers: { cookie } })).text()).toContain('None has been made yet');
    await visit(page, tab());
    await page.getByText('Sends GET and HEAD only, 5 requests a second.').waitFor();
    await page.getByText(`SIGNALBOX_URL=${signalbox.url}`).waitFor();
    await ladder().getByRole('list', { name: 'Steps of the ladder' }).waitFor();
    expect(
      await ladder()
        .getByRole('button', { name: /^Level \d/ })
        .count(),
    ).toBe(5);
    await ladder().getByText('missing for level').waitFor();
    await page.getByRole('region', { name: 'Drift' }).waitFor();
    await checkAxe(page);
    await shoot(page, 'validation-empty-1440-light');
    expectNoConsoleErrors(page);
  });

  test('nobody starts one of a service without an OpenAPI document, and the reason stands there beforehand', async () => {
    expect(await signalbox.api('POST', '/api/v1/services', { name: 'bare', baseUrl: 'http://127.0.0.1:59999' })).toMatchObject({ status: 201 });
    await visit(page, `${signalbox.url}/services/bare?tab=validation`);
    await page.getByText('There is no OpenAPI document to hold the answers against yet').waitFor();
    expect(await page.getByRole('button', { name: 'Start contract run' }).isDisabled()).toBe(true);
    await checkAxe(page);
    await page.getByRole('link', { name: 'upload one in the tab API' }).click();
    await page.waitForURL((url) => url.searchParams.get('tab') === 'api');
    expectNoConsoleErrors(page);
  });

  test('a guest sees why they start none', async () => {
    const other = await browser.newPage();
    await signIn(other, { ...guest, url: signalbox.url });
    await visit(other, tab());
    expect(await other.getByRole('button', { name: 'Start contract run' }).isDisabled()).toBe(true);
    await other.getByText('ask an admin for the role “user”').waitFor();
    await other.context().close();
  });
});

describe('a run that is started here', () => {
  test('is watched while it runs, passes, and is read as a whole', async () => {
    await visit(page, tab());
    await page.getByRole('button', { name: 'Start contract run' }).click();
    const underWay = page.getByRole('region', { name: 'Run under way' });
    await underWay.waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Run under way');
    await underWay.getByText('running', { exact: true }).waitFor(patient);
    await underWay.getByText(/\d+ of \d+ · \d+ calls? · no findings/).waitFor(patient);
    expect(await page.getByRole('button', { name: 'A run is under way' }).isDisabled()).toBe(true);
    await shoot(page, 'validation-running-1440-light');
    await row(/Contract run/)
      .getByText('passed', { exact: true })
      .waitFor(patient);
    await underWay.waitFor({ state: 'detached' });
    await row(/Contract run/)
      .getByRole('link', { name: 'Contract run' })
      .click();
    await page.getByText('here', { exact: true }).waitFor();
    await page.getByText('GET and HEAD only').waitFor();
    await page.getByRole('link', { name: 'revision 1' }).waitFor();
    await shoot(page, 'validation-passed-1440-light');
    const { runs } = (await signalbox.api<Runs>('GET', '/api/v1/services/user/runs')).body;
    expect(runs).toMatchObject([{ state: 'passed' }]);
    expect(runs[0]?.calls).toBeGreaterThan(0);
    expect(new URL(page.url()).searchParams.get('run')).toBe(runs[0]?.id);
    expectNoConsoleErrors(page);
  });

  test('is called off', async () => {
    await visit(page, tab());
    await page.getByRole('button', { name: 'Start contract run' }).click();
    const underWay = page.getByRole('region', { name: 'Run under way' });
    await underWay.getByRole('button', { name: 'Cancel' }).click();
    await underWay.waitFor({ state: 'detached', ...patient });
    await row(/called off by/)
      .getByText('cancelled', { exact: true })
      .waitFor(patient);
    expectNoConsoleErrors(page);
  });
});

describe('a result that is pushed', () => {
  test('appears without a reload, and its finding is read, accepted and taken back', async () => {
    await visit(page, tab());
    const id = await push(failing);
    const line = row(/GET \/users\/\{userId\} answers 418/);
    await line.getByText('failed', { exact: true }).waitFor(patient);
    await line.getByText('pushed from ci').waitFor();
    expect(await line.getByRole('link', { name: 'main · 3f9c2a1' }).getAttribute('href')).toBe('https://ci.example.com/jobs/41');
    await line.getByRole('link', { name: 'Contract run' }).click();
    expect(new URL(page.url()).searchParams.get('run')).toBe(id);
    const errors = page.getByRole('region', { name: 'Errors', exact: true });
    await errors.getByText('Declared', { exact: true }).waitFor();
    await errors.getByText('200, 401, 404').waitFor();
    await errors.getByRole('button', { name: 'Copy curl line' }).waitFor();
    await errors.getByText('Raw exchange').click();
    await errors.getByText('I am a teapot').waitFor();
    const operation = errors.getByRole('link', { name: 'Open GET /users/{userId}' });
    expect(await operation.getAttribute('href')).toBe('/services/user?tab=api&op=GET%20%2Fusers%2F%7BuserId%7D');
    await errors.getByRole('button', { name: 'Accept …' }).click();
    await page.getByLabel('Why is this all right?').fill('The teapot is agreed on');
    await page.getByLabel('Ends').selectOption('30');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await errors.waitFor({ state: 'detached' });
    await page.getByText('1 accepted').click();
    await page.getByText('The teapot is agreed on').waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await errors.waitFor();
    expectNoConsoleErrors(page);
  });

  test('is found again by its kind, which the URL says, and on the page that it stands on', async () => {
    for (let at = 1; at <= 11; at += 1) await push({ kind: 'load', summary: `holds ${at}/s` });
    await visit(page, tab('&kind=load'));
    await page.getByText('11 runs', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await row(/holds 1\/s/).waitFor();
    expect(new URL(page.url()).searchParams.get('page')).toBe('2');
    await page.getByRole('button', { name: 'Chaos', exact: true }).click();
    await page.getByText('No chaos run yet').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=validation&kind=chaos');
    await page.goBack();
    await row(/holds 1\/s/).waitFor();
    expectNoConsoleErrors(page);
  });

  test('is reached from the list of changes', async () => {
    const id = await push({ ...failing, kind: 'resilience', summary: 'the breaker never opened' });
    await visit(page, signalbox.url);
    await page
      .getByRole('link', { name: /the breaker never opened/ })
      .first()
      .click();
    await page.waitForURL((url) => url.searchParams.get('run') === id);
    await page.getByRole('heading', { name: 'the breaker never opened' }).waitFor();
    await visit(page, tab(`&run=${randomUUID()}`));
    await page.getByText('There is no such run').waitFor();
  });
});

describe('the ladder', () => {
  test('says what is missing for the next level, and each step what it asks for', async () => {
    await push(failing);
    await visit(page, tab());
    const next = ladder().getByRole('button', { name: /next/ });
    expect(await next.getAttribute('aria-pressed')).toBe('true');
    await ladder()
      .getByText(/missing for level \d/)
      .waitFor();
    await ladder()
      .getByRole('button', { name: /^Level 2/ })
      .click();
    const points = ladder().getByRole('list', { name: 'What level 2 asks for' });
    await points.getByText('missing', { exact: true }).first().waitFor(patient);
    await points
      .getByRole('link', { name: /^The run/ })
      .first()
      .click();
    await page.getByRole('heading', { name: failing.summary }).waitFor();
    await page.getByRole('link', { name: 'Ladder and all runs' }).click();
    await ladder().waitFor();
    expectNoConsoleErrors(page);
  });

  test('has a badge that whoever has its address sees without signing in', async () => {
    await visit(page, tab());
    const badge = ladder().getByRole('img', { name: /^Badge/ });
    await expect.poll(() => badge.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(40);
    const markdown = await ladder().locator('code', { hasText: '[![validation of user]' }).innerText();
    const address = /\((http[^)]*)\)\]/.exec(markdown)?.[1] ?? '';
    const answer = await fetch(address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    expect(await answer.text()).toContain('<svg');
    await ladder().getByRole('button', { name: 'Copy Markdown of the badge' }).waitFor();
  });
});

test('the catalog shows and finds services by their level, with what is missing for the next', async () => {
  await push(failing);
  await visit(page, `${signalbox.url}/services`);
  await page.getByRole('button', { name: 'Level', exact: true }).first().click();
  await page.getByRole('checkbox', { name: /level 0/ }).check();
  await page.waitForURL((url) => url.searchParams.get('level') === '0');
  await page.keyboard.press('Escape');
  const services = page.getByRole('table', { name: 'Services' });
  await services.getByRole('rowheader', { name: /missing: A team owns it/ }).waitFor(patient);
  await services.getByText('level 0').waitFor();
  await checkAxe(page);
  await shoot(page, 'validation-catalog-1440-light');
  await visit(page, `${signalbox.url}/services?level=4`);
  await page.getByText('No service matches').waitFor();
  expectNoConsoleErrors(page);
});

describe('how it looks', () => {
  test.each([
    ['dark', 1440, 900],
    ['light', 1440, 900],
    ['dark', 390, 844],
    ['light', 390, 844],
  ] as const)('in %s at %i', async (colorScheme, width, height) => {
    const id = await push(failing);
    page = await newPage({ colorScheme, viewport: { width, height } });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await visit(page, tab());
    await row(/GET \/users\/\{userId\} answers 418/)
      .first()
      .waitFor();
    await checkAxe(page);
    await shoot(page, `validation-${width}-${colorScheme}`);
    expect(await fits()).toBe(true);
    await visit(page, tab(`&run=${id}`));
    await page.getByText('Raw exchange').first().click();
    await page.getByText('I am a teapot').first().waitFor();
    await checkAxe(page);
    await shoot(page, `validation-run-${width}-${colorScheme}`);
    expect(await fits()).toBe(true);
    expectNoConsoleErrors(page);
  });
});
