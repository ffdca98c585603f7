import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDesk } from '../bench/desk.mjs';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, reload, visit } from './support/browser.ts';

const services = 10_000;

let desk: Awaited<ReturnType<typeof startDesk>>;
let open: OpenBrowser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk(services);
  open = await openBrowser();
});

afterAll(async () => {
  await open?.close();
  await desk?.stop();
});

async function newPage(options: Parameters<OpenBrowser['newPage']>[0] = {}): Promise<Page> {
  const made = await open.newPage(options);
  await made.context().addCookies(desk.cookies);
  return made;
}

beforeEach(async () => {
  await page?.context().close();
  page = await newPage();
});

const rowLinks = () => page.locator('tbody tr[data-index] th a');
const rowAt = (index: number) => page.locator(`tr[data-index="${index}"]`);
const count = () => page.getByRole('status').filter({ hasText: /of 10,000|10,000 services/ });
const focused = () => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-index') ?? null);

const go = (path: string) => visit(page, desk.url + path);

async function untilCount(text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

async function untilFocus(index: number): Promise<void> {
  await page.waitForFunction((at) => document.activeElement?.closest('tr')?.getAttribute('data-index') === String(at), index);
}

describe('the catalog of ten thousand services', () => {
  test('has its first rows in the first answer', async () => {
    const cookie = desk.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const html = await (await fetch(`${desk.url}/services`, { headers: { cookie } })).text();
    expect(html).toContain('data-index="0"');
    expect(html).toMatch(/href="\/services\/[a-z-]+-\d+"/);
  });

  test('shows the worst first, and draws no more rows than a screen or two hold', async () => {
    await go('/services');
    expect(await rowAt(0).textContent()).toContain('down');
    expect(await page.getByRole('table', { name: 'Services' }).getAttribute('aria-rowcount')).toBe(String(services + 1));
    expect(await rowLinks().count()).toBeLessThan(80);
    expect(await count().textContent()).toBe('10,000 services');
  });

  test('filters while one types, says so in the URL, and opens from there as it was', async () => {
    await go('/services');
    await page.keyboard.press('/');
    await page.keyboard.type('orders-api', { delay: 20 });
    await untilCount('105 of 10,000');
    expect(new URL(page.url()).search).toBe('?q=orders-api');
    for (const name of await rowLinks().allTextContents()) expect(name).toMatch(/^orders-api/);
    await reload(page);
    expect(await page.getByRole('textbox', { name: 'Filter services' }).inputValue()).toBe('orders-api');
    await untilCount('105 of 10,000');
  });

  test('narrows by facets, whose counts are true, and takes them back with the back button', async () => {
    await go('/services?q=orders-api');
    await page.locator('button[aria-haspopup=dialog]', { hasText: 'Team' }).click();
    const option = page.locator('fieldset label', { hasText: /^trust/ });
    const promised = (await option.textContent())?.replace('trust', '');
    await option.click();
    await untilCount(`${promised} of 10,000`);
    expect(new URL(page.url()).search).toBe('?q=orders-api&team=trust');
    await page.keyboard.press('Escape');
    await page.goBack();
    await untilCount('105 of 10,000');
    expect(new URL(page.url()).search).toBe('?q=orders-api');
  });

  test('sorts by a click on a header and says which way', async () => {
    await go('/services');
    const header = page.locator('thead').getByRole('button', { name: 'Rate' });
    const sorted = page.locator('th[aria-sort]');
    await header.click();
    await page.waitForURL('**/services?sort=requestRate');
    await expect.poll(() => sorted.getAttribute('aria-sort')).toBe('descending');
    const rates = await page.locator('tr[data-index] td').filter({ hasText: '/s' }).allTextContents();
    const numbers = rates.slice(0, 12).map((text) => Number(text.replaceAll(/[^\d.]/g, '')));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    await header.click();
    await expect.poll(() => sorted.getAttribute('aria-sort')).toBe('ascending');
  });

  test('is walked with the keyboard from end to end, with one Tab stop', async () => {
    await go('/services');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('2');
    await page.keyboard.press('k');
    expect(await focused()).toBe('1');
    expect(await page.locator('tbody a[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('End');
    await untilFocus(services - 1);
    expect(await rowLinks().count()).toBeLessThan(80);
    await page.keyboard.press('Home');
    await untilFocus(0);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    const name = await rowAt(0).locator('th a').textContent();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/services/${name}`);
  });

  test('reads the rows that are scrolled to, and only those', async () => {
    await go('/services');
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/api/rpc/service/list') && asked.push(request.url()));
    await page.evaluate(() => window.scrollTo(0, 180_000));
    await rowAt(5000).locator('a').waitFor();
    expect(asked.length).toBeLessThan(8);
  });

  test('says so when nothing matches, and leads back', async () => {
    await go('/services?q=no-such-thing');
    await page.getByText('No service matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await untilCount('10,000 services');
    expect(new URL(page.url()).search).toBe('');
  });

  test.each(['dark', 'light'] as const)('passes axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await go('/services?q=orders-api');
    await checkAxe(page);
    expectNoConsoleErrors(page);
  });

  test('passes axe with a list of values open', async () => {
    await go('/services?q=orders-api-10');
    await page.locator('button[aria-haspopup=dialog]', { hasText: 'State' }).click();
    await page.locator('fieldset label').first().waitFor();
    await checkAxe(page);
  });

  test('fits a phone without sideways scrolling', async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await go('/services');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await page.getByLabel('Sort by').isVisible()).toBe(true);
    await checkAxe(page);
  });
});

test('the back button leads to the row that one came from', async () => {
  await go('/services');
  await page.evaluate(() => window.scrollTo(0, 36_000));
  const link = rowAt(1005).locator('a');
  const name = await link.textContent();
  await link.click();
  await page.waitForURL(`**/services/${name}`);
  await page.getByText('Policy for callers').waitFor();
  await page.goBack();
  await link.waitFor();
  expect(await link.textContent()).toBe(name);
  expect(await page.evaluate(() => window.scrollY)).toBe(36_000);
});

describe('the page of one service', () => {
  test('keeps tab and window in the URL, and says why there are no signals', async () => {
    await go('/services/orders-api');
    await page.getByText('Metrics not looked at yet').first().waitFor();
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.waitForURL('**/services/orders-api?tab=settings');
    await page.getByLabel('Base URL').waitFor();
    await page.goBack();
    await page.waitForURL('**/services/orders-api');
    await page.getByText('Health, last 24 h').waitFor();
  });

  test.each(['dark', 'light'] as const)('passes axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await go('/services/orders-api');
    await page.getByText('Policy for callers').waitFor();
    await checkAxe(page);
    expectNoConsoleErrors(page);
  });

  test('asks for the name before it removes, and is then gone from the list', async () => {
    await go('/services/parcels-sync-9');
    await page.getByRole('button', { name: 'More for parcels-sync-9' }).click();
    await page.getByRole('menuitem', { name: 'Remove service' }).click();
    const remove = page.getByRole('button', { name: 'Remove service' });
    expect(await remove.isDisabled()).toBe(true);
    await page.getByLabel('Type parcels-sync-9 to confirm').fill('parcels-sync-9');
    await remove.click();
    await page.waitForURL('**/services');
    await untilCount('9,999 services');
    await visit(page, `${desk.url}/services/parcels-sync-9`);
    await page.getByText('No such service').waitFor();
  });
});
